import type { Edge } from "../../facts/edge.ts";
import { forwardFact } from "../../facts/edge-facts.ts";
import type { Incompatibility, Term } from "../../facts/incompatibility.ts";
import { complement, count, has, type IndexSet, intersect, isDisjoint, members, union } from "../../facts/index-set.ts";
import type { Search } from "../search.ts";

/** Larger sets of states are not examined, since they rarely belong to one mod alone. */
const MOST_STATES = 64;

/** Releases of a mod that need another one at certain states. */
interface Claim {
  /** The other mod. */
  readonly to: number;
  readonly at: IndexSet;
  readonly allowed: IndexSet;
  readonly fact: () => Incompatibility;
}

/** By mod: the mods that it may occupy, each with the claims that make it do so. */
type Choices = ReadonlyMap<number, ReadonlyMap<number, readonly Claim[]>>;

/**
 * Finds a pigeonhole conflict: a set of mods, each of which needs, with every release, one of a smaller set of other
 * mods at a state that suits none of the rest. It is found by bipartite matching (Hall's theorem), since proving it
 * would take exponentially many learned clauses. Source: docs/solver.md, "Hard questions".
 */
export function crowd(search: Search): Incompatibility | undefined {
  const choices = choicesOf(search);
  const takenBy = new Map<number, number>();
  for (const mod of choices.keys()) {
    const crowded = place(mod, choices, takenBy);
    if (crowded) return conflictOf(crowded, choices);
  }
  return undefined;
}

/**
 * Gives a mod a place, moving others if necessary; returns the mods that compete for too few places if that is
 * impossible.
 */
function place(mod: number, choices: Choices, takenBy: Map<number, number>): ReadonlySet<number> | undefined {
  const cameFrom = new Map<number, { readonly mod: number; readonly from: number | undefined }>();
  const placeOf = new Map<number, number>();
  const queue = new Set([mod]);
  for (const next of queue) {
    for (const to of choices.get(next)?.keys() ?? []) {
      if (cameFrom.has(to)) continue;
      cameFrom.set(to, { mod: next, from: placeOf.get(next) });
      const other = takenBy.get(to);
      if (other !== undefined) {
        placeOf.set(other, to);
        queue.add(other);
        continue;
      }
      for (let free: number | undefined = to; free !== undefined; ) {
        const { mod: owner, from }: { mod: number; from: number | undefined } = cameFrom.get(free)!;
        takenBy.set(free, owner);
        free = from;
      }
      return undefined;
    }
  }
  return queue;
}

function conflictOf(crowded: ReadonlySet<number>, choices: Choices): Incompatibility {
  const facts = new Set<Incompatibility>();
  const terms = [...crowded].map((mod) => {
    const claims = [...(choices.get(mod)?.values() ?? [])].flat();
    for (const { fact } of claims) facts.add(fact());
    return { mod, set: claims.map(({ at }) => at).reduce(union, []) };
  });
  return { terms, cause: { kind: "summary", facts: [...facts] } };
}

/**
 * The mods that must be present and that need, with every remaining release, another mod at states that no other such
 * mod needs.
 */
function choicesOf(search: Search): Choices {
  const { trail } = search;
  const claims = claimsOf(search);
  const owners = new Map<string, number>();
  for (const [mod, own] of claims) {
    for (const { to, allowed } of own) {
      for (const state of members(allowed)) {
        const key = `${to} ${state}`;
        owners.set(key, (owners.get(key) ?? mod) === mod ? mod : -1);
      }
    }
  }
  const choices = new Map<number, Map<number, Claim[]>>();
  for (const [mod, own] of claims) {
    const exclusive = own.filter(({ to, allowed }) =>
      members(allowed).every((state) => owners.get(`${to} ${state}`) === mod),
    );
    const domain = trail.domains[mod]!;
    const covered = exclusive.map(({ at }) => at).reduce(union, []);
    if (count(intersect(covered, domain)) < count(domain)) continue;
    const taken = new Map<number, Claim[]>();
    for (const claim of exclusive) taken.set(claim.to, [...(taken.get(claim.to) ?? []), claim]);
    choices.set(mod, taken);
  }
  return choices;
}

/** For each mod that must be present: the claims of its remaining releases, if each of them has one. */
function claimsOf({ nodes, trail, propagation, facts }: Search): ReadonlyMap<number, readonly Claim[]> {
  const byFacts = new Map<number, Claim[]>();
  for (const fact of facts) {
    const [one, two] = fact.terms;
    if (!one || !two || fact.terms.length > 2) continue;
    for (const [own, other] of [
      [one, two],
      [two, one],
    ] as const) {
      const claim = claimBy(fact, own, other, nodes[other.mod]!.size);
      byFacts.set(own.mod, [...(byFacts.get(own.mod) ?? []), claim]);
    }
  }
  const all = new Map<number, readonly Claim[]>();
  for (const { id } of nodes) {
    const domain = trail.domains[id]!;
    if (domain[0] === 0 || count(domain) > MOST_STATES) continue;
    const edges = propagation.outgoing[id]!;
    const given = [...edges.flatMap(claimsBy), ...(byFacts.get(id) ?? [])];
    const claims = given.filter(({ to, at, allowed }) => isNarrow(allowed, nodes[to]!.size) && !isDisjoint(at, domain));
    propagation.looks += 1 + given.length + 4 * claims.length;
    const covered = claims.map(({ at }) => at).reduce(union, []);
    if (count(intersect(covered, domain)) === count(domain)) all.set(id, claims);
  }
  return all;
}

/** Whether a set has only some of a mod's releases: a mod that accepts any release competes with nobody. */
function isNarrow(allowed: IndexSet, size: number): boolean {
  return !has(allowed, 0) && count(allowed) <= Math.min(MOST_STATES, size - 1);
}

function claimBy(fact: Incompatibility, own: Term, other: Term, size: number): Claim {
  return { to: other.mod, at: own.set, allowed: complement(other.set, size), fact: () => fact };
}

function claimsBy(edge: Edge): Claim[] {
  return edge.groups.map(({ at, allowed }) => ({
    to: edge.to.id,
    at,
    allowed,
    fact: () => forwardFact(edge, allowed),
  }));
}
