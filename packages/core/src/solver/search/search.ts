import { certainCycles, cycleThrough, loadOrderCycles, nextLook, type Present } from "../facts/cycles.ts";
import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { complement, highest, type IndexSet, intersect, isDisjoint, isSubset } from "../facts/index-set.ts";
import { isDemanded } from "../facts/mentions.ts";
import { type ModNode, makeNode, type NodeFacts } from "../facts/mod-node.ts";
import { makeUsable } from "../facts/usable.ts";
import { analyze, trace } from "./analyze.ts";
import { type Budget, endOfSlice, isSpent, spend, spendOne } from "./budget.ts";
import { CLAUSE_LOOKS_A_STEP } from "./cdcl/cdcl.ts";
import { decide, nextMod, returnTo, type Visit, visit } from "./decisions.ts";
import {
  countConflict,
  doubtful,
  enterFree,
  type FreeOrder,
  foundVerdict,
  foundWitness,
  giveUpFree,
  isFreeDue,
  leaveFree,
  makeFreeOrder,
} from "./free-order.ts";
import {
  forgetLearnedClauses,
  keepDerivation,
  keepLearnedClause,
  type LearnedClauses,
  makeLearnedClauses,
} from "./learned-clauses.ts";
import { heapAdd, makeHeap, type NameHeap } from "./name-heap.ts";
import { makePatience, type Patience } from "./patience.ts";
import {
  addColumns,
  connect,
  demand,
  isUnfinished,
  makePropagation,
  type Propagation,
  propagate,
} from "./propagate.ts";
import { addToTrail, makeTrail, satisfier, type Trail } from "./trail.ts";
import { seekVerdict } from "./verdict/verdict.ts";
import { type Watched, watch } from "./watch.ts";

/** The state of a search. Source: docs/solver.md. */
export interface Search {
  readonly nodes: ModNode[];
  readonly byName: Map<string, ModNode>;
  readonly trail: Trail;
  /** The added facts of several terms, without those that follow from edges. */
  readonly facts: Incompatibility[];
  readonly propagation: Propagation;
  /** By the name of an unknown mod: the mods that mention it. */
  readonly pending: Map<string, ModNode[]>;
  /** By mod: the state to try before the newest; -1 for none. */
  readonly preferred: number[];
  /** Facts about one mod each that are assumed for this run only, each at a level of its own before any decision. */
  assumptions: readonly Incompatibility[];
  /** The mods that are decided first, in this order. */
  order: readonly number[];
  /** All mods before this index of `order` are decided. */
  cursor: number;
  /** The decided mods with their levels, in the order of decision. */
  readonly visited: Visit[];
  /** How many of them are included in `demands`. */
  counted: number;
  readonly isVisited: boolean[];
  /** By mod: how many visited releases require it. */
  readonly demands: number[];
  readonly heap: NameHeap;
  budget: Budget;
  /** Steps since the last yield to other tasks. */
  sinceTurn: number;
  /** How often it has yielded to them. */
  turns: number;
  /** The decisions up to this level are part of a settled answer and are not undone by later ones; -1 for none. */
  floor: number;
  /** The number of decisions in that answer. */
  settled: number;
  /** The number of decisions at which load-order cycles are looked for next. */
  nextLook: number;
  /** A mod to decide after all others if it can be present; -1 for none. */
  recommendation: number;
  readonly clauses: LearnedClauses;
  readonly free: FreeOrder;
  readonly patience: Patience;
}

/** The number of looks at edges and facts that count as one step of the budget, as a decision or a conflict does. */
const LOOKS_A_STEP = 256;

/** The cost, in looks per visited mod, of deriving a learned clause. */
const LOOKS_A_TERM = 4;

/** The outcome of running a search. */
export type SearchState =
  /** The slice of steps is used up; the search can be continued. */
  | { readonly kind: "paused" }
  /** The search needs these mods before it can continue. */
  | { readonly kind: "need"; readonly names: readonly string[] }
  /** A complete answer: the mods that are present, in the order of decision. */
  | { readonly kind: "solved"; readonly present: readonly Present[] }
  /** No answer exists: the incompatibility without terms. */
  | { readonly kind: "unsolvable"; readonly proof: Incompatibility }
  /** No answer exists under the assumptions: the incompatibility without terms, derived from them too. */
  | { readonly kind: "refused"; readonly proof: Incompatibility }
  | { readonly kind: "too-hard" };

export function makeSearch(budget: Budget, patience: Patience = makePatience()): Search {
  return {
    nodes: [],
    byName: new Map(),
    trail: makeTrail(),
    facts: [],
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
    sinceTurn: 0,
    turns: 0,
    floor: -1,
    settled: 0,
    nextLook: nextLook(0),
    recommendation: -1,
    clauses: makeLearnedClauses(patience),
    free: makeFreeOrder(patience),
    patience,
  };
}

/** Adds a mod to the search. */
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
    search.facts.push(fact);
    watchLatest(search, fact);
    propagation.conflicts.push(fact);
  }
}

/**
 * Restarts with other assumptions and another order. Learned clauses are kept, since they follow from the facts alone.
 */
export function restart(search: Search, assumptions: readonly Incompatibility[], order: readonly number[]): void {
  search.floor = -1;
  search.settled = 0;
  search.recommendation = -1;
  search.free.witness = undefined;
  search.free.patience = search.patience.order;
  leaveFree(search);
  returnTo(search, 0);
  search.assumptions = assumptions;
  search.order = order;
  search.cursor = 0;
}

/** Settles the current answer: the search may only add to it from now on. */
export function settle(search: Search): void {
  search.floor = search.trail.level;
  search.settled = search.visited.length;
  search.free.conflicts = 0;
}

/** Undoes all decisions above a level. */
export function backTo(search: Search, level: number): void {
  returnTo(search, level);
}

/** The mods of a complete answer, in the order of decision. */
export function presentOf({ visited }: Search): Present[] {
  return visited.flatMap(({ node, state }) => (state > 0 ? [{ node, state }] : []));
}

/** The load-order cycles of a complete answer; the settled part has none. */
function newCycles(search: Search): Incompatibility[] {
  const { visited, settled, propagation, byName, isVisited, trail } = search;
  if (visited.length - settled > visited.length / 8) return loadOrderCycles(presentOf(search));
  const find = (name: string): Present | undefined => {
    propagation.looks++;
    const node = byName.get(name);
    if (!node || !isVisited[node.id]) return undefined;
    const state = highest(trail.domains[node.id] as IndexSet);
    return state > 0 ? { node, state } : undefined;
  };
  return visited.slice(settled).flatMap((mod) => (mod.state > 0 ? (cycleThrough(mod, find) ?? []) : []));
}

/**
 * The load-order cycles that the decisions so far make certain. They would also be found in the complete answer, but
 * then all later decisions would be lost.
 */
function earlyCycles(search: Search): readonly Incompatibility[] {
  const { visited, floor, nodes, trail, propagation } = search;
  if (floor >= 0 || visited.length < search.nextLook) return [];
  search.nextLook = nextLook(visited.length);
  propagation.looks += nodes.length;
  return certainCycles(nodes, trail.domains);
}

/** Continues the search until it needs a mod, ends, or has used up a slice of the budget. */
export function run(search: Search, slice: number = Number.MAX_SAFE_INTEGER): SearchState {
  const { trail, nodes, propagation, budget, free } = search;
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
    if (isUnfinished(propagation)) continue;
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
    if (free.base >= 0) {
      const state = goFree(search);
      if (state) return state;
      continue;
    }
    if (isFreeDue(search)) {
      returnTo(search, doubtful(search));
      enterFree(search);
      continue;
    }
    const next = nextMod(search);
    if (next !== undefined) {
      if (!spendOne(budget)) {
        heapAdd(search.heap, next);
        return { kind: "too-hard" };
      }
      visit(search, next);
    }
    const cycles = next ? earlyCycles(search) : newCycles(search);
    if (!next && cycles.length === 0) {
      return {
        kind: "solved",
        get present() {
          return presentOf(search);
        },
      };
    }
    for (const cycle of cycles) {
      if (!spendOne(budget)) return { kind: "too-hard" };
      addFact(search, cycle);
    }
  }
}

/** Seeks a verdict in free order for a while. Source: docs/solver.md, "Hard questions". */
function goFree(search: Search): SearchState | undefined {
  const { free, budget } = search;
  const { cdcl } = free.formula;
  if (isSpent(budget)) return { kind: "too-hard" };
  if (free.looks <= 0) {
    giveUpFree(search);
    return undefined;
  }
  const before = cdcl.looks;
  const finding = seekVerdict(search);
  const looks = cdcl.looks - before;
  free.looks -= looks;
  spend(budget, Math.ceil(looks / CLAUSE_LOOKS_A_STEP));
  switch (finding.kind) {
    case "need":
      return finding;
    case "conflict": {
      foundVerdict(search);
      const proof = learn(search, finding.conflict, true);
      return proof && { kind: "unsolvable", proof };
    }
    case "witness":
      foundWitness(search, finding.witness);
      return undefined;
    case "cycles":
      for (const cycle of finding.cycles) addFact(search, cycle);
      return undefined;
    case "paused":
      return undefined;
  }
}

/**
 * Learns from a conflict and backtracks to the level at which the learned clause applies; returns the proof if there is
 * no such level.
 */
function learn(search: Search, conflict: Incompatibility, isNew: boolean = false): Incompatibility | undefined {
  const { trail, nodes, propagation, clauses, free } = search;
  const learned = analyze(trail, nodes, conflict, free.total >= search.patience.plain);
  const { incompatibility, level, mod, from, met } = learned;
  propagation.looks += met.length * LOOKS_A_TERM;
  if (level < 0) return incompatibility;
  if (isNew || incompatibility !== conflict) {
    if (incompatibility.terms.length > 1) {
      const levels = new Set(
        incompatibility.terms.map((term) => trail.levels[satisfier(trail, term.mod, term.set)] ?? 0),
      );
      keepLearnedClause(clauses, watchLatest(search, incompatibility), levels.size);
    }
    propagation.looks += keepDerivation(clauses, incompatibility);
  }
  const back = Math.max(level, Math.min(search.floor, from - 1));
  returnTo(search, back);
  const term = incompatibility.terms.find((other) => other.mod === mod) as Term;
  const unit = { fact: incompatibility, term };
  propagation.units.push(unit);
  if (back > level) propagation.late.push({ unit, level, since: back });
  countConflict(search);
  propagation.looks += forgetLearnedClauses(clauses, trail);
  return undefined;
}

/** Watches the two terms that became true most recently. */
function watchLatest({ trail, propagation }: Search, fact: Incompatibility): Watched {
  const since = fact.terms.map(({ mod, set }) =>
    isSubset(trail.domains[mod] as IndexSet, set) ? satisfier(trail, mod, set) : Number.POSITIVE_INFINITY,
  );
  let first = 0;
  for (let at = 1; at < since.length; at++) if ((since[at] as number) > (since[first] as number)) first = at;
  let second = first === 0 ? 1 : 0;
  for (let at = 0; at < since.length; at++) {
    if (at !== first && (since[at] as number) > (since[second] as number)) second = at;
  }
  return watch(propagation.watchers, trail, fact, first, second);
}

/** The names of unknown mods that must be present. */
function needed({ propagation, trail, byName }: Search): string[] {
  const names = new Set<string>();
  propagation.wanted = propagation.wanted.filter(({ from, name, at }) => {
    if (byName.has(name) || !isSubset(trail.domains[from.id] as IndexSet, at)) return false;
    names.add(name);
    return true;
  });
  return [...names];
}
