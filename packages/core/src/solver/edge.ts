import { type Dependency, isDemand } from "../dependency/dependency.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import {
  ABSENT,
  complement,
  type IndexSet,
  intersect,
  interval,
  isDisjoint,
  isSubset,
  sameSet,
  union,
} from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";

/** Releases of a mod that say the same of another mod. */
export interface EdgeGroup {
  /** The releases that say so, as states of `from`. */
  at: IndexSet;
  /** What they say; every entry holds. */
  readonly entries: readonly Dependency[];
  /** The states of the other mod that they allow; filled in when the other mod is known. */
  allowed: IndexSet;
}

/**
 * All that the releases of one mod say of one other mod. Required, optional and incompatible share this shape: each
 * release allows a set of states of the other mod, in which "absent" is one state.
 */
export interface Edge {
  readonly from: ModNode;
  readonly name: string;
  /** The other mod, once it matters. */
  to: ModNode | undefined;
  groups: EdgeGroup[];
  /** The releases that say anything. */
  readonly covered: IndexSet;
  /** The releases that demand the other mod. */
  readonly demand: IndexSet;
}

/** The states of `to` that entries allow. */
function allowedStates(entries: readonly Dependency[], to: ModNode): IndexSet {
  let allowed: IndexSet = interval(0, to.size);
  for (const entry of entries) {
    if (entry.kind === "incompatible") allowed = intersect(allowed, ABSENT);
    else {
      const fitting = to.statesIn(entry.versions);
      allowed = intersect(allowed, isDemand(entry.kind) ? fitting : union(ABSENT, fitting));
    }
  }
  return allowed;
}

/** Fills in what the groups allow, and merges those that allow the same. */
export function bindEdge(edge: Edge, to: ModNode): void {
  const merged = new Map<string, EdgeGroup>();
  for (const group of edge.groups) {
    group.allowed = allowedStates(group.entries, to);
    const key = group.allowed.join();
    const same = merged.get(key);
    if (same) same.at = union(same.at, group.at);
    else merged.set(key, group);
  }
  edge.groups = [...merged.values()];
  edge.to = to;
}

/** The states of `to` that the releases in `domain` allow together; undefined when that excludes nothing. */
export function allowedBy(edge: Edge, domain: IndexSet): IndexSet | undefined {
  if (!isSubset(domain, edge.covered)) return undefined;
  let allowed: IndexSet = [];
  for (const group of edge.groups) {
    if (!isDisjoint(group.at, domain)) allowed = union(allowed, group.allowed);
  }
  return allowed;
}

/** The states of `from` that fit no state of `to` in `domain`. */
export function excludedBy(edge: Edge, domain: IndexSet): IndexSet {
  let excluded: IndexSet = [];
  for (const group of edge.groups) {
    if (isDisjoint(group.allowed, domain)) excluded = union(excluded, group.at);
  }
  return excluded;
}

/** The fact that narrows `to` to `allowed`: as many releases as say so, or stricter. */
export function forwardFact(edge: Edge, allowed: IndexSet): Incompatibility {
  let at: IndexSet = [];
  for (const group of edge.groups) if (isSubset(group.allowed, allowed)) at = union(at, group.at);
  return fact(edge, at, complement(allowed, (edge.to as ModNode).size));
}

/** The fact that takes `excluded` from `from`: the widest set of states of `to` that none of them allows. */
export function backwardFact(edge: Edge, excluded: IndexSet): Incompatibility {
  let allowed: IndexSet = [];
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
