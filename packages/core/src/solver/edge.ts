import { type Dependency, isDemand, isUnreadable } from "../dependency/dependency.ts";
import {
  ABSENT,
  fromMembers,
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
  /** The states of the other mod that they allow. */
  readonly allowed: IndexSet;
}

/**
 * All that the releases of one mod say of one other mod. Required, optional and incompatible share this shape: each
 * release allows a set of states of the other mod, in which "absent" is one state.
 */
export interface Edge {
  readonly from: ModNode;
  readonly name: string;
  /** What releases say, each saying once; every entry of a saying holds. */
  readonly sayings: readonly (readonly Dependency[])[];
  /** By state of `from`: its saying, and once `to` is known, its group; -1 where it says nothing. */
  readonly index: Int32Array;
  /** The releases that say anything. */
  readonly covered: IndexSet;
  /** The releases that demand the other mod. */
  readonly demand: IndexSet;
  /** The other mod, once it matters. */
  to: ModNode | undefined;
  groups: readonly EdgeGroup[];
  /** The states of `to` that every group allows. */
  common: IndexSet;
}

/** Gathers what the releases of a mod say of others, by the other mod's name. */
export function makeEdges(node: ModNode): Edge[] {
  const gathered = new Map<string, Gathered>();
  node.dependencies.forEach((entries, at) => {
    const state = at + 1;
    for (const entry of entries) {
      if (isUnreadable(entry) || entry.name === node.name) continue;
      const known = gathered.get(entry.name);
      if (!known) gathered.set(entry.name, { states: [state], said: [entry] });
      else if (known.states[known.states.length - 1] !== state) {
        known.states.push(state);
        known.said.push(entry);
      } else {
        const last = known.said.length - 1;
        known.said[last] = [known.said[last] as Saying, entry].flat();
      }
    }
  });
  return Array.from(gathered, ([name, { states, said }]) => {
    const { sayings, index } = shareSayings(states, said, node.size);
    const demanding = states.filter((state) =>
      (sayings[index[state] as number] as Dependency[]).some((entry) => isDemand(entry.kind)),
    );
    return {
      from: node,
      name,
      sayings,
      index,
      covered: fromMembers(states),
      demand: demanding.length === 0 ? NONE : fromMembers(demanding),
      to: undefined,
      groups: [],
      common: NONE,
    };
  });
}

/** What a release says of a mod: an entry, or several. */
type Saying = Dependency | Dependency[];

/** The releases that speak of a mod, ascending, and what each says. */
interface Gathered {
  readonly states: number[];
  readonly said: Saying[];
}

/** One string is read once, so that equal text is the same object: equal sayings become one. */
function shareSayings(
  states: readonly number[],
  said: readonly Saying[],
  size: number,
): { sayings: (readonly Dependency[])[]; index: Int32Array } {
  const index = new Int32Array(size + 1).fill(-1);
  const sayings: (readonly Dependency[])[] = [];
  const known = new Map<Dependency | string, number>();
  states.forEach((state, at) => {
    const saying = said[at] as Saying;
    const key = Array.isArray(saying) ? saying.map((entry) => entry.text).join("\n") : saying;
    let number = known.get(key);
    if (number === undefined) {
      number = sayings.push(Array.isArray(saying) ? saying : [saying]) - 1;
      known.set(key, number);
    }
    index[state] = number;
  });
  return { sayings, index };
}

/** Binds an edge to the mod that it leads to: releases that allow the same become one group. */
export function bindEdge(edge: Edge, to: ModNode): void {
  const groupOf = new Map<string | number, number>();
  const allowed: IndexSet[] = [];
  const members: number[][] = [];
  const groups = edge.sayings.map((entries) => {
    const states = allowedStates(entries, to);
    const key = setKey(states);
    const known = groupOf.get(key);
    if (known !== undefined) return known;
    groupOf.set(key, allowed.length);
    members.push([]);
    return allowed.push(states) - 1;
  });
  const { index } = edge;
  for (let state = 1; state < index.length; state++) {
    const saying = index[state] as number;
    if (saying < 0) continue;
    const group = groups[saying] as number;
    index[state] = group;
    (members[group] as number[]).push(state);
  }
  edge.groups = allowed.map((states, group) => ({ at: fromMembers(members[group] as number[]), allowed: states }));
  edge.common = allowed.reduce(intersect);
  edge.to = to;
}

/** Equal for equal sets. Nearly all are one interval, for which a number is quicker to make than a text. */
function setKey(set: IndexSet): string | number {
  return set.length === 2 ? (set[0] as number) * 2 ** 24 + (set[1] as number) : set.join();
}

/** The states of `to` that entries allow. */
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
export function allowedBy({ covered, groups, index }: Edge, domain: IndexSet, left: IndexSet): IndexSet | undefined {
  if (!isSubset(domain, covered)) return undefined;
  // Mostly the oldest release asks for least.
  const first = groups[index[domain[0] as number] as number] as EdgeGroup;
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
