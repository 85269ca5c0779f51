import type { Cause, Incompatibility } from "../facts/incompatibility.ts";
import type { Patience } from "./patience.ts";
import type { Trail } from "./trail.ts";
import type { Watched } from "./watch.ts";

/** The learned clauses of a search that are still kept. */
export interface LearnedClauses {
  kept: Kept[];
  /** How many are kept at most before half of them is forgotten. */
  room: number;
  /** The learned clauses whose derivations are known step by step, and how many steps these have together. */
  derived: Incompatibility[];
  steps: number;
  /** How many steps are remembered at most. */
  readonly most: number;
}

interface Kept {
  readonly watched: Watched;
  /** The number of levels in which its terms became true: the fewer, the more often the clause is useful. */
  readonly levels: number;
}

/** How many more learned clauses are kept each time that some were forgotten. */
const MORE_ROOM = 300;

/** Sorting costs about as many looks for each learned clause. */
const LOOKS_A_CLAUSE = 4;

/** Of so few levels a learned clause is always kept. */
const FEW_LEVELS = 2;

export function makeLearnedClauses({ clauses, steps }: Patience): LearnedClauses {
  return { kept: [], room: clauses, derived: [], steps: 0, most: steps };
}

/** Takes note of a learned clause that is watched now. */
export function keepLearnedClause({ kept }: LearnedClauses, watched: Watched, levels: number): void {
  kept.push({ watched, levels });
}

/**
 * Forgets the half of the learned clauses that is of least use, when there are many, but none that something rests on. Returns
 * how much was looked at for that.
 */
export function forgetLearnedClauses(clauses: LearnedClauses, trail: Trail): number {
  if (clauses.kept.length < clauses.room) return 0;
  clauses.room += MORE_ROOM;
  const inUse = new Set(trail.reasons);
  const byUse = clauses.kept
    .map((kept, at) => ({ kept, at }))
    .sort((a, b) => a.kept.levels - b.kept.levels || b.at - a.at);
  const half = byUse.length >> 1;
  byUse.forEach(({ kept: { watched, levels } }, at) => {
    if (at >= half && levels > FEW_LEVELS && !inUse.has(watched.fact)) watched.isDead = true;
  });
  clauses.kept = clauses.kept.filter(({ watched }) => !watched.isDead);
  return trail.reasons.length + LOOKS_A_CLAUSE * byUse.length;
}

/**
 * Takes note of a derivation, and gives up the steps of all when they are too many: what they rest on remains. Returns how much
 * was looked at for that.
 */
export function keepDerivation(clauses: LearnedClauses, derived: Incompatibility): number {
  if (derived.cause.kind !== "learned") return 0;
  clauses.derived.push(derived);
  clauses.steps += derived.cause.steps.length;
  if (clauses.steps < clauses.most) return 0;
  const looks = clauses.steps;
  const facts = new Set<Incompatibility>();
  const known = new Set<Incompatibility>(clauses.derived);
  for (const item of known) {
    if (item.cause.kind === "summary") for (const fact of item.cause.facts) known.add(fact);
    else if (item.cause.kind !== "learned") facts.add(item);
    else for (const premise of [item.cause.first, ...item.cause.steps.map((step) => step.with)]) known.add(premise);
  }
  const cause: Cause = { kind: "summary", facts: [...facts] };
  for (const item of clauses.derived) (item as { cause: Cause }).cause = cause;
  clauses.derived = [];
  clauses.steps = 0;
  return looks;
}
