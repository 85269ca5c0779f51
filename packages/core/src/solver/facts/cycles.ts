import { ordersLoading } from "../../dependency/dependency.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { entriesAbout, releasesAbout } from "./mentions.ts";
import type { ModNode } from "./mod-node.ts";

/** A mod that a candidate answer holds, and its state. */
export interface Present {
  readonly node: ModNode;
  readonly state: number;
}

/**
 * The load-order cycles of a candidate answer, as facts: a shortest one in every unsatisfiable core of mods that wait for each other.
 * Each is widened to all releases that wait for the same mod. Source: contract R5.
 */
export function loadOrderCycles(present: readonly Present[]): Incompatibility[] {
  const at = new Map(present.map(({ node }, index) => [node.name, index]));
  const next = present.map((mod) => waitsFor(mod, at));
  return cores(next).map((core) => {
    return cycleFact(shortestCycle(next, core).map((index) => (present[index] as Present).node));
  });
}

/**
 * A shortest load-order cycle through a mod, as a fact.
 *
 * @param find a mod that is present, by its name.
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

/** The places in `at` of the mods that one waits for while loading. */
function waitsFor({ node, state }: Present, at: ReadonlyMap<string, number>): number[] {
  const others: number[] = [];
  for (const entry of node.dependencies[state - 1] ?? []) {
    if (!ordersLoading(entry.kind) || entry.name === node.name) continue;
    const other = at.get(entry.name);
    if (other !== undefined) others.push(other);
  }
  return others;
}

/** The strongly connected sets of more than one vertex, by Tarjan's algorithm without recursion. */
function cores(next: readonly (readonly number[])[]): number[][] {
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
      const core = stack.splice(stack.lastIndexOf(vertex));
      for (const member of core) onStack[member] = 0;
      if (core.length > 1) found.push(core);
    }
  }
  return found;
}

/** A shortest cycle through the first vertex of an unsatisfiable core. */
function shortestCycle(next: readonly (readonly number[])[], core: readonly number[]): number[] {
  const inside = new Set(core);
  const start = Math.min(...core);
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
  return [...core];
}
