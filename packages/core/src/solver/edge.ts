import { type Dependency, isDemand, isUnreadable } from "../dependency/dependency.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import {
  ABSENT,
  complement,
  fromMembers,
  type IndexSet,
  intersect,
  interval,
  isDisjoint,
  isSubset,
  NONE,
  sameSet,
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
}

/** Gathers what the releases of a mod say of others, by the other mod's name. */
export function makeEdges(node: ModNode): Edge[] {
  const gathered = new Map<string, Gathered>();
  node.dependencies.forEach((entries, at) => {
    const state = at + 1;
    for (const entry of entries) {
      if (isUnreadable(entry) || entry.name === node.name) continue;
      const known = gathered.get(entry.name);
      if (!known) gathered.set(entry.name, { states: [state], said: [[entry]] });
      else if (known.states[known.states.length - 1] === state)
        (known.said[known.said.length - 1] as Dependency[]).push(entry);
      else {
        known.states.push(state);
        known.said.push([entry]);
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
    };
  });
}

/** The releases that speak of a mod, ascending, and what each says. */
interface Gathered {
  readonly states: number[];
  readonly said: Dependency[][];
}

/** One string is read once, so that equal text is the same object: equal sayings become one. */
function shareSayings(
  states: readonly number[],
  said: readonly (readonly Dependency[])[],
  size: number,
): { sayings: (readonly Dependency[])[]; index: Int32Array } {
  const index = new Int32Array(size + 1).fill(-1);
  const sayings: (readonly Dependency[])[] = [];
  const known = new Map<Dependency | string, number>();
  states.forEach((state, at) => {
    const entries = said[at] as readonly Dependency[];
    const key = entries.length === 1 ? (entries[0] as Dependency) : entries.map((entry) => entry.text).join("\n");
    let saying = known.get(key);
    if (saying === undefined) {
      saying = sayings.push(entries) - 1;
      known.set(key, saying);
    }
    index[state] = saying;
  });
  return { sayings, index };
}

/** Binds an edge to the mod that it leads to: releases that allow the same become one group. */
export function bindEdge(edge: Edge, to: ModNode): void {
  const groupOf = new Map<string, number>();
  const allowed: IndexSet[] = [];
  const members: number[][] = [];
  const groups = edge.sayings.map((entries) => {
    const states = allowedStates(entries, to);
    const key = states.join();
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
  edge.to = to;
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

/** The states of `to` that the releases in `domain` allow together; undefined when that excludes nothing. */
export function allowedBy({ covered, groups, index }: Edge, domain: IndexSet): IndexSet | undefined {
  if (!isSubset(domain, covered)) return undefined;
  if (groups.length === 1) return (groups[0] as EdgeGroup).allowed;
  const first = domain[0] as number;
  if (domain.length === 2 && first === domain[1]) return (groups[index[first] as number] as EdgeGroup).allowed;
  let allowed: IndexSet = NONE;
  for (const group of groups) {
    if (!isDisjoint(group.at, domain) && !isSubset(group.allowed, allowed)) allowed = union(allowed, group.allowed);
  }
  return allowed;
}

/** Those states of `from` in `left` that fit no state of `to` in `domain`, with others that do not either. */
export function excludedBy({ covered, groups, index }: Edge, left: IndexSet, domain: IndexSet): IndexSet {
  const first = left[0] as number;
  if (left.length === 2 && first === left[1]) {
    const group = groups[index[first] as number];
    return group && isDisjoint(group.allowed, domain) ? group.at : NONE;
  }
  if (isDisjoint(left, covered)) return NONE;
  let excluded: IndexSet = NONE;
  for (const group of groups) {
    if (isDisjoint(group.allowed, domain) && !isDisjoint(group.at, left)) excluded = union(excluded, group.at);
  }
  return excluded;
}

/** The fact that narrows `to` to `allowed`: it speaks of all releases that allow no more than that. */
export function forwardFact(edge: Edge, allowed: IndexSet): Incompatibility {
  let at: IndexSet = NONE;
  for (const group of edge.groups) if (isSubset(group.allowed, allowed)) at = union(at, group.at);
  return fact(edge, at, complement(allowed, (edge.to as ModNode).size));
}

/** The fact that takes `excluded` from `from`: it speaks of all states of `to` that none of them allows. */
export function backwardFact(edge: Edge, excluded: IndexSet): Incompatibility {
  let allowed: IndexSet = NONE;
  for (const group of edge.groups) if (isSubset(group.at, excluded)) allowed = union(allowed, group.allowed);
  return fact(edge, excluded, complement(allowed, (edge.to as ModNode).size));
}

function fact(edge: Edge, at: IndexSet, against: IndexSet): Incompatibility {
  const to = edge.to as ModNode;
  const terms: Term[] = [{ mod: edge.from.id, set: at }];
  // A term that always holds says nothing.
  if (!sameSet(against, interval(0, to.size))) terms.push({ mod: to.id, set: against });
  return { terms, cause: { kind: "dependency", edge } };
}
