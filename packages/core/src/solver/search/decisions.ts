import { isDemand } from "../../dependency/dependency.ts";
import { nextLook } from "../facts/cycles.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { has, highest, type IndexSet, isSingle } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { noteDecision, noteReturn } from "./free-order.ts";
import { heapAdd, heapTake } from "./name-heap.ts";
import { enqueue, rewind } from "./propagate.ts";
import type { Search } from "./search.ts";
import { backtrack, push } from "./trail.ts";

/** A decided mod. */
export interface Visit {
  readonly node: ModNode;
  readonly state: number;
  readonly level: number;
  /** The search's position in its order at that time. */
  readonly cursor: number;
}

/**
 * The next mod to decide: first by the given order, then by name among the mods that a chosen release requires, then
 * one that must be present for another reason, such as a fact of a try (docs/solver.md, "Recommended mods").
 */
export function nextMod(search: Search): ModNode | undefined {
  const { order, visited, isVisited, heap, nodes, demands, trail } = search;
  while (search.counted < visited.length) countDemands(search, visited[search.counted++] as Visit, 1);
  for (; search.cursor < order.length; search.cursor++) {
    const mod = order[search.cursor] as number;
    if (!isVisited[mod]) return nodes[mod];
  }
  for (;;) {
    const node = heapTake(heap);
    if (!node) break;
    if ((demands[node.id] as number) > 0 && !isVisited[node.id]) return node;
  }
  const { recommendation } = search;
  if (recommendation >= 0 && !isVisited[recommendation] && highest(trail.domains[recommendation] as IndexSet) > 0)
    return nodes[recommendation];
  // Facts never require an undecided mod at this point; only assumptions may.
  if (search.assumptions.length === 0) return undefined;
  return nodes.find(({ id }) => !isVisited[id] && !has(trail.domains[id] as IndexSet, 0));
}

/** Chooses the best remaining state for a mod that must be present. */
export function visit(search: Search, node: ModNode): void {
  const { trail, preferred, visited, isVisited } = search;
  const domain = trail.domains[node.id] as IndexSet;
  const favourite = preferred[node.id] as number;
  const state = has(domain, favourite) ? favourite : highest(domain);
  if (!isSingle(domain)) {
    trail.level++;
    decide(search, node.id, [state, state], undefined);
  }
  isVisited[node.id] = true;
  visited.push({ node, state, level: trail.level, cursor: search.cursor });
  noteDecision(search, node.id, state);
}

export function decide(
  { trail, propagation }: Search,
  mod: number,
  states: IndexSet,
  assumption: Incompatibility | undefined,
): void {
  push(trail, mod, states, assumption);
  enqueue(propagation, trail, mod);
}

function countDemands({ byName, demands, heap }: Search, { node, state }: Visit, by: 1 | -1): void {
  for (const entry of node.dependencies[state - 1] ?? []) {
    if (!isDemand(entry.kind)) continue;
    const other = byName.get(entry.name) as ModNode;
    demands[other.id] = (demands[other.id] as number) + by;
    if (by > 0) heapAdd(heap, other);
  }
}

/** Undoes all decisions above a level. */
export function returnTo(search: Search, level: number): void {
  const { trail, propagation, visited, isVisited, demands, heap } = search;
  noteReturn(search, level);
  backtrack(trail, level);
  rewind(propagation, level);
  const undone: ModNode[] = [];
  for (let last = visited.at(-1); last && last.level > level; last = visited.at(-1)) {
    visited.pop();
    search.cursor = Math.min(search.cursor, last.cursor);
    isVisited[last.node.id] = false;
    undone.push(last.node);
    if (visited.length >= search.counted) continue;
    search.counted = visited.length;
    countDemands(search, last, -1);
  }
  // The decisions that come instead may also form load-order cycles.
  search.nextLook = nextLook(visited.length);
  for (const node of undone) if ((demands[node.id] as number) > 0) heapAdd(heap, node);
}
