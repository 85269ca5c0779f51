import { isDemand } from "../dependency/dependency.ts";
import { analyze, trace } from "./analyze.ts";
import { type Budget, endOfSlice, isSpent, spend, spendOne } from "./budget.ts";
import { loadOrderCycles, type Present } from "./cycles.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import { complement, has, highest, type IndexSet, intersect, isDisjoint, isSingle, isSubset } from "./index-set.ts";
import { isDemanded } from "./mentions.ts";
import { type ModNode, makeNode, type NodeFacts } from "./mod-node.ts";
import { heapAdd, heapTake, makeHeap, type NameHeap } from "./name-heap.ts";
import {
  addColumns,
  connect,
  demand,
  enqueue,
  makePropagation,
  type Propagation,
  propagate,
  rewind,
  watch,
} from "./propagate.ts";
import { addToTrail, backtrack, makeTrail, push, satisfier, type Trail } from "./trail.ts";
import { makeUsable } from "./usable.ts";

/** A search under way. Source: docs/solver.md. */
export interface Search {
  readonly nodes: ModNode[];
  readonly byName: Map<string, ModNode>;
  readonly trail: Trail;
  readonly propagation: Propagation;
  /** The mods that mention one that is not known, by that one's name. */
  readonly pending: Map<string, ModNode[]>;
  /** By mod: the state to try before the newest; -1 for none. */
  readonly preferred: number[];
  /** Facts about one mod each that hold for this run only, one level each, before any decision. */
  assumptions: readonly Incompatibility[];
  /** The mods that are decided first, in this order. */
  order: readonly number[];
  /** All mods before this place of `order` are decided. */
  cursor: number;
  /** Decided mods with their level, in the order of decision. */
  readonly visited: Visit[];
  /** How many of them have their demands counted. */
  counted: number;
  readonly isVisited: boolean[];
  /** By mod: how many visited releases demand it. */
  readonly demands: number[];
  readonly heap: NameHeap;
  budget: Budget;
}

/** A step of the budget is a decision, a conflict, or as many looks at edges and facts: what takes about as long. */
const LOOKS_A_STEP = 256;

/** A mod that was decided. */
interface Visit {
  readonly node: ModNode;
  readonly state: number;
  readonly level: number;
}

/** Where a search stands. */
export type SearchState =
  /** As many steps as were asked for are taken; it can go on. */
  | { readonly kind: "paused" }
  /** It cannot go on before it knows these mods. */
  | { readonly kind: "need"; readonly names: readonly string[] }
  /** A complete answer: the mods that are present, in the order of decision. */
  | { readonly kind: "solved"; readonly present: readonly Present[] }
  /** No answer exists: the incompatibility without terms. */
  | { readonly kind: "unsolvable"; readonly proof: Incompatibility }
  /** No answer exists under the assumptions: the incompatibility without terms, derived from them too. */
  | { readonly kind: "refused"; readonly proof: Incompatibility }
  | { readonly kind: "too-hard" };

export function makeSearch(budget: Budget): Search {
  return {
    nodes: [],
    byName: new Map(),
    trail: makeTrail(),
    propagation: makePropagation(),
    pending: new Map(),
    preferred: [],
    assumptions: [],
    order: [],
    cursor: 0,
    visited: [],
    counted: 0,
    isVisited: [],
    demands: [],
    heap: makeHeap(),
    budget,
  };
}

/** Makes a mod known. */
export function addMod(search: Search, facts: NodeFacts): ModNode {
  const { nodes, byName, trail, propagation, pending } = search;
  const node = makeNode(nodes.length, facts);
  nodes.push(node);
  byName.set(node.name, node);
  addToTrail(trail, makeUsable(node));
  addColumns(propagation);
  search.preferred.push(-1);
  search.isVisited.push(false);
  search.demands.push(0);
  for (const name of node.mentions.first.keys()) {
    const to = byName.get(name);
    if (to) connect(propagation, trail, node, to);
    else {
      if (isDemanded(node.mentions, name)) demand(propagation, node, name);
      const waiting = pending.get(name);
      if (waiting) waiting.push(node);
      else pending.set(name, [node]);
    }
  }
  for (const from of pending.get(node.name) ?? []) connect(propagation, trail, from, node);
  pending.delete(node.name);
  return node;
}

/** Adds a fact. One about a single mod must be added before any decision. */
export function addFact(search: Search, fact: Incompatibility): void {
  const { propagation } = search;
  if (fact.terms.length === 1) propagation.units.push({ fact, term: fact.terms[0] as Term });
  else {
    watchLatest(search, fact);
    propagation.conflicts.push(fact);
  }
}

/** Starts over with other assumptions and another order. What was learned stays: it follows from the facts alone. */
export function restart(search: Search, assumptions: readonly Incompatibility[], order: readonly number[]): void {
  returnTo(search, 0);
  search.assumptions = assumptions;
  search.order = order;
}

/** Decides one more mod after all others, where the search stands. */
export function decideAlso(search: Search, node: ModNode): void {
  search.order = [...search.order, node.id];
}

/** Searches on until something is needed, the end is reached, or a slice of so many steps of the budget is used up. */
export function run(search: Search, slice: number = Number.MAX_SAFE_INTEGER): SearchState {
  const { trail, nodes, propagation, budget } = search;
  const end = endOfSlice(budget, slice);
  for (;;) {
    if (budget.left <= end && !isSpent(budget)) return { kind: "paused" };
    const conflict = propagate(propagation, trail, nodes);
    spend(budget, Math.floor(propagation.looks / LOOKS_A_STEP));
    propagation.looks %= LOOKS_A_STEP;
    if (conflict) {
      if (!spendOne(budget)) return { kind: "too-hard" };
      const lost = learn(search, conflict);
      if (lost) return { kind: "unsolvable", proof: lost };
      continue;
    }
    const names = needed(search);
    if (names.length > 0) return { kind: "need", names };
    if (trail.level < search.assumptions.length) {
      const assumption = search.assumptions[trail.level] as Incompatibility;
      const { mod, set } = assumption.terms[0] as Term;
      const domain = trail.domains[mod] as IndexSet;
      if (isSubset(domain, set)) return { kind: "refused", proof: trace(trail, nodes, assumption) };
      trail.level++;
      if (!isDisjoint(domain, set)) {
        decide(search, mod, intersect(domain, complement(set, (nodes[mod] as ModNode).size)), assumption);
      }
      continue;
    }
    const next = nextMod(search);
    if (next !== undefined) {
      if (!spendOne(budget)) {
        heapAdd(search.heap, next);
        return { kind: "too-hard" };
      }
      visit(search, next);
      continue;
    }
    const present = search.visited.filter(({ state }) => state > 0);
    const cycles = loadOrderCycles(present);
    if (cycles.length === 0) return { kind: "solved", present: present.map(({ node, state }) => ({ node, state })) };
    for (const cycle of cycles) {
      if (!spendOne(budget)) return { kind: "too-hard" };
      addFact(search, cycle);
    }
  }
}

/** Learns from a conflict and returns to where the lesson applies; the proof when there is no such place. */
function learn(search: Search, conflict: Incompatibility): Incompatibility | undefined {
  const { trail, nodes, propagation } = search;
  const { incompatibility, level, mod } = analyze(trail, nodes, conflict);
  if (level < 0) return incompatibility;
  if (incompatibility !== conflict && incompatibility.terms.length > 1) watchLatest(search, incompatibility);
  returnTo(search, level);
  const term = incompatibility.terms.find((other) => other.mod === mod) as Term;
  propagation.units.push({ fact: incompatibility, term });
  return undefined;
}

/** Watches the two terms that came to hold last. */
function watchLatest({ trail, propagation }: Search, fact: Incompatibility): void {
  const since = fact.terms.map(({ mod, set }) =>
    isSubset(trail.domains[mod] as IndexSet, set) ? satisfier(trail, mod, set) : Number.POSITIVE_INFINITY,
  );
  let first = 0;
  for (let at = 1; at < since.length; at++) if ((since[at] as number) > (since[first] as number)) first = at;
  let second = first === 0 ? 1 : 0;
  for (let at = 0; at < since.length; at++) {
    if (at !== first && (since[at] as number) > (since[second] as number)) second = at;
  }
  watch(propagation, fact, first, second);
}

/** The names that certain dependencies wait for. */
function needed({ propagation, trail, byName }: Search): string[] {
  const names = new Set<string>();
  propagation.wanted = propagation.wanted.filter(({ from, name, at }) => {
    if (byName.has(name) || !isSubset(trail.domains[from.id] as IndexSet, at)) return false;
    names.add(name);
    return true;
  });
  return [...names];
}

/**
 * The next mod to decide: by the given order, then by name among those that a chosen release demands, then one that must
 * be present for another reason, such as a fact of a try (docs/solver.md, "Recommended mods").
 */
function nextMod(search: Search): ModNode | undefined {
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
  return nodes.find(({ id }) => !isVisited[id] && !has(trail.domains[id] as IndexSet, 0));
}

/** Chooses the best state left for a mod that must be present. */
function visit(search: Search, node: ModNode): void {
  const { trail, preferred, visited, isVisited } = search;
  const domain = trail.domains[node.id] as IndexSet;
  const favourite = preferred[node.id] as number;
  const state = has(domain, favourite) ? favourite : highest(domain);
  if (!isSingle(domain)) {
    trail.level++;
    decide(search, node.id, [state, state], undefined);
  }
  isVisited[node.id] = true;
  visited.push({ node, state, level: trail.level });
}

function decide(
  { trail, propagation }: Search,
  mod: number,
  states: IndexSet,
  assumption: Incompatibility | undefined,
): void {
  push(trail, mod, states, assumption);
  enqueue(propagation, mod);
}

function countDemands({ byName, demands, heap }: Search, { node, state }: Visit, by: 1 | -1): void {
  for (const entry of node.dependencies[state - 1] ?? []) {
    if (!isDemand(entry.kind)) continue;
    const other = byName.get(entry.name) as ModNode;
    demands[other.id] = (demands[other.id] as number) + by;
    if (by > 0) heapAdd(heap, other);
  }
}

/** Takes back what was decided above the level. */
function returnTo(search: Search, level: number): void {
  const { trail, propagation, visited, isVisited, demands, heap } = search;
  search.cursor = 0;
  backtrack(trail, level);
  rewind(propagation, level);
  const undone: ModNode[] = [];
  for (let last = visited.at(-1); last && last.level > level; last = visited.at(-1)) {
    visited.pop();
    isVisited[last.node.id] = false;
    undone.push(last.node);
    if (visited.length >= search.counted) continue;
    search.counted = visited.length;
    countDemands(search, last, -1);
  }
  for (const node of undone) if ((demands[node.id] as number) > 0) heapAdd(heap, node);
}
