import { type Edge, type EdgeFacts, setKey } from "./edge.ts";
import type { Incompatibility, Term } from "./incompatibility.ts";
import { complement, type IndexSet, interval, isSubset, NONE, sameSet, union } from "./index-set.ts";

/** The incompatibility that narrows `to` to `allowed`. It covers all releases that allow no other states. */
export function forwardFact(edge: Edge, allowed: IndexSet): Incompatibility {
  return cached((edge.forward ??= new Map()), allowed, () => makeForward(edge, allowed));
}

/**
 * The incompatibility that rules `excluded` out of `from`. It covers all states of `to` that none of these releases
 * allows.
 */
export function backwardFact(edge: Edge, excluded: IndexSet): Incompatibility {
  return cached((edge.backward ??= new Map()), excluded, () => makeBackward(edge, excluded));
}

/** Caches facts, since a search needs the same few facts again and again. */
function cached(made: EdgeFacts, set: IndexSet, make: () => Incompatibility): Incompatibility {
  const key = setKey(set);
  let fact = made.get(key);
  if (!fact) made.set(key, (fact = make()));
  return fact;
}

function makeForward(edge: Edge, allowed: IndexSet): Incompatibility {
  let at: IndexSet = NONE;
  for (const group of edge.groups) if (isSubset(group.allowed, allowed)) at = union(at, group.at);
  return fact(edge, at, complement(allowed, edge.to.size));
}

function makeBackward(edge: Edge, excluded: IndexSet): Incompatibility {
  let allowed: IndexSet = NONE;
  for (const group of edge.groups) if (isSubset(group.at, excluded)) allowed = union(allowed, group.allowed);
  return fact(edge, excluded, complement(allowed, edge.to.size));
}

function fact(edge: Edge, at: IndexSet, against: IndexSet): Incompatibility {
  const { to } = edge;
  const terms: Term[] = [{ mod: edge.from.id, set: at }];
  // A term that always holds is left out.
  if (!sameSet(against, interval(0, to.size))) terms.push({ mod: to.id, set: against });
  return { terms, cause: { kind: "dependency", edge } };
}
