import { type Dependency, isDemand } from "../../dependency/dependency.ts";
import type { Incompatibility } from "./incompatibility.ts";
import {
  ABSENT,
  extend,
  highest,
  type IndexSet,
  intersect,
  interval,
  isDisjoint,
  isSubset,
  NONE,
  union,
} from "./index-set.ts";
import type { ModNode, NodeFacts } from "./mod-node.ts";

/** Releases of a mod that allow the same states of another mod. */
export interface EdgeGroup {
  /** The releases, as states of `from`. */
  readonly at: IndexSet;
  /** The states of the other mod that these releases allow. */
  readonly allowed: IndexSet;
}

/**
 * All entries of the releases of one mod for one other mod. All kinds of entries have this form: each release allows a
 * set of states of the other mod, where "absent" is also a state.
 */
export interface Edge {
  readonly from: ModNode;
  readonly to: ModNode;
  readonly groups: readonly EdgeGroup[];
  /** The releases that have an entry: as a set, as a list, and, parallel to the list, the group of each. */
  readonly covered: IndexSet;
  readonly releases: readonly number[];
  readonly groupOf: readonly number[];
  /** The states of `to` that every group allows. */
  readonly common: IndexSet;
  /**
   * The groups that do not allow the newest release of `to`, and the newest release in any of these groups; -1 if there
   * are none.
   */
  readonly closed: readonly EdgeGroup[];
  readonly lastClosed: number;
  /** The lowest state of `to` from which on every other group allows all states. */
  readonly reach: number;
  /**
   * Parallel to `releases`: the lowest state of `to` from which on the release allows all states; beyond the last state
   * if its group is closed.
   */
  readonly floors: readonly number[];
  /** Whether every release of `from` has an entry. */
  readonly isTotal: boolean;
  /** The ids of `from` and `to`. */
  readonly source: number;
  readonly target: number;
  /** Caches of the facts that were made from this edge. */
  forward: EdgeFacts | undefined;
  backward: EdgeFacts | undefined;
}

/** Facts by the key of the set that they are about. */
export type EdgeFacts = Map<string | number, Incompatibility>;

/** Makes the edge from a mod to one that it mentions. Releases that allow the same states share a group. */
export function makeEdge(from: ModNode, to: ModNode): Edge {
  const { first, entries, states, next } = from.mentions;
  const only = first.get(to.name) as number;
  if (next[only] === -1) return edgeOfOne(from, to, states[only] as number, entries[only] as Dependency);
  const covered = [states[only] as number, states[only] as number];
  const releases = new Array<number>(from.size);
  const groupOf = new Array<number>(from.size);
  let saying = 0;
  const groups: { readonly at: number[]; readonly allowed: IndexSet }[] = [];
  const byAllowed = new Map<string | number, number>();
  /**
   * The group of the previous release, and its entry if it had only one: most releases have the same entry as the
   * previous one.
   */
  let group = -1;
  let before: Dependency | undefined;
  for (let place = only; place >= 0; ) {
    const state = states[place] as number;
    const entry = entries[place] as Dependency;
    let said: Dependency[] | undefined;
    for (place = next[place] as number; place >= 0 && states[place] === state; place = next[place] as number) {
      (said ??= [entry]).push(entries[place] as Dependency);
    }
    // Each string is parsed once, so equal texts share one object.
    if (said || entry !== before) {
      const allowed = said ? allowedByAll(said, to) : allowedStates(entry, to);
      const key = setKey(allowed);
      group = byAllowed.get(key) ?? groups.push({ at: [state, state], allowed }) - 1;
      byAllowed.set(key, group);
      before = said ? undefined : entry;
    }
    releases[saying] = state;
    groupOf[saying++] = group;
    extend((groups[group] as { at: number[] }).at, state);
    extend(covered, state);
  }
  releases.length = saying;
  groupOf.length = saying;
  return edgeOf(from, to, groups, covered, releases, groupOf);
}

/** A fast path for an edge of one release with one entry, of which there may be thousands. */
function edgeOfOne(from: ModNode, to: ModNode, state: number, entry: Dependency): Edge {
  const at = [state, state];
  return edgeOf(from, to, [{ at, allowed: allowedStates(entry, to) }], at, [state], [0]);
}

function edgeOf(
  from: ModNode,
  to: ModNode,
  groups: readonly EdgeGroup[],
  covered: IndexSet,
  releases: readonly number[],
  groupOf: readonly number[],
): Edge {
  let common: IndexSet = interval(0, to.size);
  let reach = 0;
  let lastClosed = -1;
  const closed: EdgeGroup[] = [];
  for (const group of groups) {
    const { allowed } = group;
    if (!isSubset(common, allowed)) common = intersect(common, allowed);
    const floor = floorOf(allowed, to);
    if (floor <= to.size) reach = Math.max(reach, floor);
    else {
      closed.push(group);
      lastClosed = Math.max(lastClosed, highest(group.at));
    }
  }
  return {
    from,
    to,
    groups,
    covered,
    releases,
    groupOf,
    common,
    floors: releases.map((_, at) => floorOf((groups[groupOf[at] as number] as EdgeGroup).allowed, to)),
    isTotal: releases.length === from.size,
    source: from.id,
    target: to.id,
    closed,
    lastClosed,
    reach,
    forward: undefined,
    backward: undefined,
  };
}

/** The lowest state from which on all states are in the set; beyond the last state if that one is not in the set. */
function floorOf(allowed: IndexSet, to: ModNode): number {
  return highest(allowed) === to.size ? (allowed[allowed.length - 2] as number) : to.size + 1;
}

/**
 * A key that is equal for equal sets. Nearly all sets are one interval of small numbers, for which a number is faster
 * than a text.
 */
export function setKey(set: IndexSet): string | number {
  const [low = 0, high = 0] = set;
  return set.length === 2 && high < 2 ** 15 ? low * 2 ** 15 + high : set.join();
}

/** The states of `to` that all entries allow. */
function allowedByAll(entries: readonly Dependency[], to: ModNode): IndexSet {
  let allowed: IndexSet = interval(0, to.size);
  for (const entry of entries) allowed = intersect(allowed, allowedStates(entry, to));
  return allowed;
}

/** The states of `to` that an entry allows. */
function allowedStates({ kind, versions }: Dependency, to: ModNode): IndexSet {
  if (kind === "incompatible") return ABSENT;
  const fitting = statesIn(to, versions);
  return isDemand(kind) ? fitting : union(ABSENT, fitting);
}

/** The states of a mod whose versions are in a set of versions. */
export function statesIn({ packed }: Pick<NodeFacts, "packed">, versions: Dependency["versions"]): IndexSet {
  let states: IndexSet = NONE;
  for (const { low, high } of versions) {
    const first = low <= 0 ? 1 : countUpTo(packed, low - 1) + 1;
    states = union(states, interval(first, countUpTo(packed, high)));
  }
  return states;
}

/** How many of the numbers, which are ascending, are at most `limit`. */
function countUpTo(numbers: readonly number[], limit: number): number {
  // Mostly all numbers are.
  if ((numbers[numbers.length - 1] as number) <= limit) return numbers.length;
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
 * The states of `to` that at least one release in `domain` allows; undefined if that excludes none of `left`, the
 * remaining states of `to`.
 */
export function allowedBy(edge: Edge, domain: IndexSet, left: IndexSet): IndexSet | undefined {
  const first = leastDemanding(edge, domain);
  if (!first || isSubset(left, first.allowed)) return undefined;
  if (domain.length === 2 && domain[0] === domain[1]) return first.allowed;
  let { allowed } = first;
  for (const group of edge.groups) {
    if (isDisjoint(group.at, domain) || isSubset(group.allowed, allowed)) continue;
    allowed = union(allowed, group.allowed);
    if (isSubset(left, allowed)) return undefined;
  }
  return allowed;
}

/**
 * The group of the oldest release in `domain`, which mostly demands least; undefined unless all releases in `domain`
 * have an entry.
 */
function leastDemanding({ covered, groups, releases, groupOf }: Edge, domain: IndexSet): EdgeGroup | undefined {
  if (!isSubset(domain, covered)) return undefined;
  return groups[groupOf[countUpTo(releases, domain[0] as number) - 1] as number];
}

/**
 * The releases of `from` that allow no state of `to` in `domain`, if some of `left`, the remaining states of `from`,
 * are among them.
 */
export function excludedBy(edge: Edge, domain: IndexSet, left: IndexSet): IndexSet {
  if (!isDisjoint(edge.common, domain)) return NONE;
  let excluded: IndexSet = NONE;
  for (const group of contestable(edge, domain, left)) {
    if (!isDisjoint(group.at, left) && isDisjoint(group.allowed, domain)) excluded = union(excluded, group.at);
  }
  return excluded;
}

/** The groups with releases in `left` that possibly allow no state in `domain`. */
export function contestable(
  { groups, closed, lastClosed, reach }: Edge,
  domain: IndexSet,
  left: IndexSet,
): readonly EdgeGroup[] {
  if (highest(domain) < reach) return groups;
  return lastClosed < (left[0] as number) ? NO_GROUPS : closed;
}

const NO_GROUPS: readonly EdgeGroup[] = [];
