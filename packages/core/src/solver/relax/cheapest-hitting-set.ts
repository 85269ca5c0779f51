import { type Budget, isSpent, spend } from "../search/budget.ts";
import { type SolveOptions, takeTurn } from "../search/turns.ts";

/** The number of looks after which the search yields to other tasks. */
const LOOKS_A_TURN = 5_000;

/** A set with at least one element of every group. */
export interface HittingSet {
  /** Ascending. */
  readonly elements: readonly number[];
  /** Whether no cheaper set exists; false if the budget ran out before that was known. */
  readonly exact: boolean;
}

/**
 * Finds a cheapest set with at least one element of every group; among equally cheap ones, later elements are
 * preferred. Undefined if a group is empty. Source: docs/solver.md, "Corrections".
 *
 * @param weights the cost of each element, above zero.
 */
export async function cheapestHittingSet(
  groups: readonly (readonly number[])[],
  weights: readonly number[],
  looks: Budget,
  options: SolveOptions = {},
): Promise<HittingSet | undefined> {
  if (groups.some((group) => group.length === 0)) return undefined;
  const { forced, rest } = reduce(groups, weights);
  const elements = [...forced];
  let exact = true;
  for (const part of components(rest)) {
    const start = greedy(part, weights);
    const state: State = { weights, looks, best: start, cost: sum(start, weights), spent: false };
    const trying = descend(part, [], 0, state);
    let seen = looks.left;
    while (!trying.next().done) {
      if (seen - looks.left < LOOKS_A_TURN) continue;
      seen = looks.left;
      await takeTurn(options);
    }
    elements.push(...state.best);
    if (state.spent) exact = false;
  }
  return { elements: elements.sort((a, b) => a - b), exact };
}

type Groups = readonly (readonly number[])[];

/** The search in one component: the best set so far, and whether the budget ran out. */
interface State {
  readonly weights: readonly number[];
  readonly looks: Budget;
  best: readonly number[];
  cost: number;
  spent: boolean;
}

/** Branches over all sets that may be cheaper than the best one so far. Yields after each pass over the groups. */
function* descend(groups: Groups, taken: readonly number[], cost: number, state: State): Generator<void, void> {
  if (isSpent(state.looks)) {
    state.spent = true;
    return;
  }
  spend(state.looks, 1 + groups.length);
  yield;
  const { forced, rest } = reduce(groups, state.weights);
  const now = [...taken, ...forced];
  const price = cost + sum(forced, state.weights);
  if (price + leastCost(rest, state.weights) >= state.cost) return;
  const [first] = [...rest].sort((a, b) => a.length - b.length);
  if (!first) {
    state.best = now;
    state.cost = price;
    return;
  }
  const open = [...first].sort((a, b) => hits(rest, b) - hits(rest, a) || b - a);
  let left = rest;
  for (const element of open) {
    const weight = state.weights[element]!;
    const unhit = left.filter((group) => !group.includes(element));
    yield* descend(unhit, [...now, element], price + weight, state);
    // All sets with this element have been tried.
    left = left.map((group) => group.filter((other) => other !== element));
    if (left.some((group) => group.length === 0)) return;
  }
}

function hits(groups: Groups, element: number): number {
  return groups.filter((group) => group.includes(element)).length;
}

/**
 * Simplifies the groups: a group with one element forces that element, a group that contains another group is dropped,
 * and so is an element that a no more expensive one can replace in all groups.
 */
function reduce(groups: Groups, weights: readonly number[]): { forced: number[]; rest: Groups } {
  const forced: number[] = [];
  let rest = groups;
  for (;;) {
    const single = rest.find((group) => group.length === 1);
    if (single) {
      const [element] = single as [number];
      forced.push(element);
      rest = rest.filter((group) => !group.includes(element));
      continue;
    }
    const smallest = withoutWider(rest);
    const fewer = withoutDominated(smallest, weights);
    if (fewer === undefined) return { forced, rest: smallest };
    rest = fewer;
  }
}

/** The groups that contain no other group. */
function withoutWider(groups: Groups): Groups {
  const kept: Set<number>[] = [];
  for (const group of [...groups].sort((a, b) => a.length - b.length)) {
    const members = new Set(group);
    if (!kept.some((other) => other.size <= members.size && [...other].every((element) => members.has(element)))) {
      kept.push(members);
    }
  }
  return kept.map((group) => [...group]);
}

/** The groups without elements that another element can always replace; undefined if there are none. */
function withoutDominated(groups: Groups, weights: readonly number[]): Groups | undefined {
  const where = new Map<number, Set<number>>();
  groups.forEach((group, at) => {
    for (const element of group) where.set(element, (where.get(element) ?? new Set()).add(at));
  });
  const elements = [...where.keys()].sort((a, b) => a - b);
  const dropped = new Set<number>();
  for (const element of elements) {
    const own = where.get(element)!;
    const [at] = own;
    const rival = groups[at!]!.find((other) => {
      if (other === element || dropped.has(other)) return false;
      const theirs = where.get(other)!;
      const cheaper = weights[element]! - weights[other]!;
      if (cheaper < 0 || theirs.size < own.size) return false;
      // Of two equivalent elements the later one is kept.
      if (cheaper === 0 && theirs.size === own.size && other < element) return false;
      return [...own].every((group) => theirs.has(group));
    });
    if (rival !== undefined) dropped.add(element);
  }
  if (dropped.size === 0) return undefined;
  return groups.map((group) => group.filter((element) => !dropped.has(element)));
}

/** Splits the groups into components without common elements. */
function components(groups: Groups): Groups[] {
  const parts: { readonly elements: Set<number>; readonly groups: (readonly number[])[] }[] = [];
  for (const group of groups) {
    const own = { elements: new Set(group), groups: [group] };
    for (let at = parts.length - 1; at >= 0; at--) {
      const part = parts[at]!;
      if (!group.some((element) => part.elements.has(element))) continue;
      for (const element of part.elements) own.elements.add(element);
      own.groups.push(...part.groups);
      parts.splice(at, 1);
    }
    parts.push(own);
  }
  return parts.map((part) => part.groups);
}

/** A hitting set by the greedy method: each time the element with the most groups per cost. */
function greedy(groups: Groups, weights: readonly number[]): number[] {
  const taken: number[] = [];
  for (let left = groups; left.length > 0; ) {
    let best = -1;
    let worth = -1;
    for (const element of new Set(left.flat())) {
      const value = hits(left, element) / weights[element]!;
      if (value < worth || (value === worth && element < best)) continue;
      best = element;
      worth = value;
    }
    taken.push(best);
    left = left.filter((group) => !group.includes(best));
  }
  let needed = taken;
  for (const element of taken) {
    const others = needed.filter((other) => other !== element);
    if (groups.every((group) => group.some((one) => others.includes(one)))) needed = others;
  }
  return needed;
}

/** A lower bound on the cost of hitting the groups: the sum of the cheapest elements of disjoint groups. */
function leastCost(groups: Groups, weights: readonly number[]): number {
  const taken = new Set<number>();
  let cost = 0;
  for (const group of [...groups].sort((a, b) => a.length - b.length)) {
    if (group.some((element) => taken.has(element))) continue;
    for (const element of group) taken.add(element);
    cost += Math.min(...group.map((element) => weights[element]!));
  }
  return cost;
}

function sum(elements: readonly number[], weights: readonly number[]): number {
  return elements.reduce((total, element) => total + weights[element]!, 0);
}
