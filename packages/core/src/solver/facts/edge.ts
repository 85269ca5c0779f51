import { type Dependency, isDemand } from "../../dependency/dependency.ts";
import type { Incompatibility } from "./incompatibility.ts";
import { ABSENT, extend, type IndexSet, intersect, interval, isDisjoint, isSubset, NONE, union } from "./index-set.ts";
import type { ModNode, NodeFacts } from "./mod-node.ts";

/** Releases of a mod that allow the same states of another mod. */
export interface EdgeGroup {
  /** The releases, as states of `from`. */
  readonly at: IndexSet;
  /** The states of the other mod that they allow. */
  readonly allowed: IndexSet;
}

/**
 * All that the releases of one mod say of one other mod. Required, optional and incompatible share this shape: each
 * release allows a set of states of the other mod, in which "absent" is one state.
 */
export interface Edge {
  readonly from: ModNode;
  readonly to: ModNode;
  readonly groups: readonly EdgeGroup[];
  /** The releases that say anything; the same one by one, and parallel to that, the group of each. */
  readonly covered: IndexSet;
  readonly releases: readonly number[];
  readonly groupOf: readonly number[];
  /** The states of `to` that every group allows. */
  readonly common: IndexSet;
  /** The facts that were made of it. */
  forward: EdgeFacts | undefined;
  backward: EdgeFacts | undefined;
}

/** Facts by the key of the set that they speak of. */
export type EdgeFacts = Map<string | number, Incompatibility>;

/** The edge from a mod to one that it mentions: releases that allow the same share a group. */
export function makeEdge(from: ModNode, to: ModNode): Edge {
  const { first, entries, states, next } = from.mentions;
  const only = first.get(to.name) as number;
  if (next[only] === -1) return edgeOfOne(from, to, states[only] as number, entries[only] as Dependency);
  const covered: number[] = [];
  const releases: number[] = [];
  const groupOf: number[] = [];
  const groups: { readonly at: number[]; readonly allowed: IndexSet }[] = [];
  const bySaying = new Map<Dependency | string, number>();
  const byAllowed = new Map<string | number, number>();

  const groupFor = (said: readonly Dependency[]): number => {
    const allowed = allowedStates(said, to);
    const key = setKey(allowed);
    const known = byAllowed.get(key) ?? groups.push({ at: [], allowed }) - 1;
    byAllowed.set(key, known);
    return known;
  };
  for (let place = only; place >= 0; ) {
    const state = states[place] as number;
    const entry = entries[place] as Dependency;
    let said: Dependency[] | undefined;
    for (place = next[place] as number; place >= 0 && states[place] === state; place = next[place] as number) {
      (said ??= [entry]).push(entries[place] as Dependency);
    }
    // One string is read once, so that equal text is the same object.
    const key = said ? said.map(({ text }) => text).join("\n") : entry;
    let group = bySaying.get(key);
    if (group === undefined) bySaying.set(key, (group = groupFor(said ?? [entry])));
    releases.push(state);
    groupOf.push(group);
    extend((groups[group] as { at: number[] }).at, state);
    extend(covered, state);
  }
  const common = groups.map(({ allowed }) => allowed).reduce(intersect);
  return { from, to, groups, covered, releases, groupOf, common, forward: undefined, backward: undefined };
}

/** The edge where one release has one entry about the other mod, as there are by the thousand. */
function edgeOfOne(from: ModNode, to: ModNode, state: number, entry: Dependency): Edge {
  const at = [state, state];
  const allowed = allowedStates([entry], to);
  const groups = [{ at, allowed }];
  return {
    from,
    to,
    groups,
    covered: at,
    releases: [state],
    groupOf: [0],
    common: allowed,
    forward: undefined,
    backward: undefined,
  };
}

/** Equal for equal sets. Nearly all are one interval, for which a number is quicker to make than a text. */
export function setKey(set: IndexSet): string | number {
  return set.length === 2 ? (set[0] as number) * 2 ** 24 + (set[1] as number) : set.join();
}

/** The states of `to` that entries allow together. */
function allowedStates(entries: readonly Dependency[], to: ModNode): IndexSet {
  let allowed: IndexSet = interval(0, to.size);
  for (const entry of entries) {
    if (entry.kind === "incompatible") allowed = intersect(allowed, ABSENT);
    else {
      const fitting = statesIn(to, entry.versions);
      allowed = intersect(allowed, isDemand(entry.kind) ? fitting : union(ABSENT, fitting));
    }
  }
  return allowed;
}

/** The states of a mod whose versions are in the set. */
export function statesIn({ packed }: Pick<NodeFacts, "packed">, versions: Dependency["versions"]): IndexSet {
  let states: IndexSet = NONE;
  for (const { low, high } of versions) {
    states = union(states, interval(countUpTo(packed, low - 1) + 1, countUpTo(packed, high)));
  }
  return states;
}

/** How many of the ascending numbers are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  let low = 0;
  let high = numbers.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The states of `to` that the releases in `domain` allow together; undefined when that takes nothing from `left`, the
 * states that `to` has.
 */
export function allowedBy(
  { covered, groups, releases, groupOf }: Edge,
  domain: IndexSet,
  left: IndexSet,
): IndexSet | undefined {
  if (!isSubset(domain, covered)) return undefined;
  // Mostly the oldest release asks for least.
  const first = groups[groupOf[countUpTo(releases, domain[0] as number) - 1] as number] as EdgeGroup;
  if (isSubset(left, first.allowed)) return undefined;
  if (domain.length === 2 && domain[0] === domain[1]) return first.allowed;
  let { allowed } = first;
  for (const group of groups) {
    if (!isDisjoint(group.at, domain) && !isSubset(group.allowed, allowed)) allowed = union(allowed, group.allowed);
  }
  return allowed;
}

/** The states of `from` that fit no state of `to` in `domain`, where some of `left`, the states it has, are among them. */
export function excludedBy({ groups, common }: Edge, domain: IndexSet, left: IndexSet): IndexSet {
  if (!isDisjoint(common, domain)) return NONE;
  let excluded: IndexSet = NONE;
  for (const group of groups) {
    if (!isDisjoint(group.at, left) && isDisjoint(group.allowed, domain)) excluded = union(excluded, group.at);
  }
  return excluded;
}
