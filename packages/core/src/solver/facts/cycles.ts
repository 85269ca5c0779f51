import { ordersLoading } from "../../dependency/dependency.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { highest, type IndexSet, isSingle, isSubset } from "./index-set.ts";
import { entriesAbout, type Mentions, releasesAbout } from "./mentions.ts";
import type { ModNode } from "./mod-node.ts";

/** A mod that is present in a candidate answer, and its state. */
export interface Present {
  readonly node: ModNode;
  readonly state: number;
}

/**
 * The load-order cycles of a candidate answer, as facts: a shortest cycle in every strongly connected component of mods
 * that wait for each other. Each is widened to all releases that wait for the same mod. Source: docs/rules.md, R5.
 */
export function loadOrderCycles(present: readonly Present[]): Incompatibility[] {
  return cyclesAmong(
    present.map(({ node }) => node),
    (_, at) => {
      const { node, state } = present[at] as Present;
      return awaitedNames(node, state);
    },
  );
}

/**
 * The load-order cycles that are certain already: those of mods that can no longer be absent and of which every
 * remaining release waits for the next mod.
 */
export function certainCycles(nodes: readonly ModNode[], domains: readonly IndexSet[]): Incompatibility[] {
  const certain = nodes.filter(({ id }) => (domains[id] as IndexSet)[0] !== 0);
  return cyclesAmong(certain, (node) => {
    const left = domains[node.id] as IndexSet;
    const names = awaitedNames(node, highest(left));
    return isSingle(left) ? names : names.filter((name) => isSubset(left, waitingReleases(node, name)));
  });
}

/** By mod and another mod's name: the releases that wait for the other mod, computed on first use. */
const known = new WeakMap<Mentions, Map<string, IndexSet>>();

function waitingReleases({ mentions }: ModNode, name: string): IndexSet {
  let own = known.get(mentions);
  if (!own) known.set(mentions, (own = new Map()));
  let releases = own.get(name);
  if (!releases) own.set(name, (releases = releasesAbout(mentions, name, ordersLoading)));
  return releases;
}

function cyclesAmong(
  nodes: readonly ModNode[],
  waitsFor: (node: ModNode, at: number) => readonly string[],
): Incompatibility[] {
  const places = new Map(nodes.map(({ name }, at) => [name, at]));
  const next = nodes.map((node, at) => waitsFor(node, at).flatMap((name) => places.get(name) ?? []));
  return components(next).map((component) =>
    cycleFact(shortestCycle(next, component).map((at) => nodes[at] as ModNode)),
  );
}

/** The names of the mods that a release waits for while loading, if they are present. */
function awaitedNames(node: ModNode, state: number): string[] {
  const entries = node.dependencies[state - 1] ?? [];
  return entries.flatMap(({ kind, name }) => (ordersLoading(kind) && name !== node.name ? [name] : []));
}

/** With fewer decisions than this, looking for cycles is not worth it. */
const FIRST_LOOK = 32;

/** The number of decisions at which a search looks for cycles again: twice as many each time. */
export function nextLook(decisions: number): number {
  return Math.max(FIRST_LOOK, 2 * decisions);
}

/**
 * A shortest load-order cycle through a mod, as a fact.
 *
 * @param find looks up a present mod by its name.
 */
export function cycleThrough(start: Present, find: (name: string) => Present | undefined): Incompatibility | undefined {
  const cameFrom = new Map<ModNode, ModNode>();
  const queue = [start];
  for (const { node, state } of queue) {
    const isLast = entriesAbout(node.mentions, start.node.name, [state, state]).some(({ kind }) => ordersLoading(kind));
    if (isLast) {
      const cycle = [node];
      for (let back = node; back !== start.node; cycle.unshift(back)) back = cameFrom.get(back) as ModNode;
      return cycleFact(cycle);
    }
    for (const { kind, name } of node.dependencies[state - 1] ?? []) {
      if (!ordersLoading(kind) || name === node.name) continue;
      const other = find(name);
      if (!other || other.node === start.node || cameFrom.has(other.node)) continue;
      cameFrom.set(other.node, node);
      queue.push(other);
    }
  }
  return undefined;
}

function cycleFact(cycle: readonly ModNode[]): Incompatibility {
  return {
    terms: cycle.map((node, index) => {
      const awaited = (cycle[(index + 1) % cycle.length] as ModNode).name;
      return { mod: node.id, set: releasesAbout(node.mentions, awaited, ordersLoading) };
    }),
    cause: { kind: "cycle", names: cycle.map((node) => node.name) },
  };
}

/** The strongly connected components of more than one vertex, by Tarjan's algorithm, implemented iteratively. */
function components(next: readonly (readonly number[])[]): number[][] {
  const found: number[][] = [];
  const index = new Int32Array(next.length).fill(-1);
  const low = new Int32Array(next.length);
  const onStack = new Uint8Array(next.length);
  const cursor = new Int32Array(next.length);
  const stack: number[] = [];
  let counter = 0;
  for (let root = 0; root < next.length; root++) {
    if (index[root] !== -1) continue;
    const path = [root];
    while (path.length > 0) {
      const vertex = path[path.length - 1] as number;
      if (index[vertex] === -1) {
        index[vertex] = low[vertex] = counter++;
        stack.push(vertex);
        onStack[vertex] = 1;
      }
      const at = cursor[vertex] as number;
      const step = (next[vertex] as readonly number[])[at];
      if (step !== undefined) {
        cursor[vertex] = at + 1;
        if (index[step] === -1) path.push(step);
        else if (onStack[step]) low[vertex] = Math.min(low[vertex] as number, index[step] as number);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent !== undefined) low[parent] = Math.min(low[parent] as number, low[vertex] as number);
      if (low[vertex] !== index[vertex]) continue;
      const component = stack.splice(stack.lastIndexOf(vertex));
      for (const member of component) onStack[member] = 0;
      if (component.length > 1) found.push(component);
    }
  }
  return found;
}

/** A shortest cycle through the first vertex of a strongly connected component. */
function shortestCycle(next: readonly (readonly number[])[], component: readonly number[]): number[] {
  const inside = new Set(component);
  const start = Math.min(...component);
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const vertex of queue) {
    for (const step of next[vertex] as readonly number[]) {
      if (step === start) {
        const cycle = [vertex];
        for (let back = vertex; back !== start; cycle.unshift(back)) back = cameFrom.get(back) as number;
        return cycle;
      }
      if (inside.has(step) && !cameFrom.has(step)) {
        cameFrom.set(step, vertex);
        queue.push(step);
      }
    }
  }
  return [...component];
}
