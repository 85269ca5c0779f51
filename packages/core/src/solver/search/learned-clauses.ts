import type { Cause, Incompatibility } from "../facts/incompatibility.ts";
import type { Patience } from "./patience.ts";
import type { Trail } from "./trail.ts";
import type { Watched } from "./watch.ts";

/** The learned clauses that a search keeps. */
export interface LearnedClauses {
  kept: Kept[];
  /** The most that are kept before half of them are forgotten. */
  room: number;
  /** The learned clauses whose derivations are kept step by step, and their total number of steps. */
  derived: Incompatibility[];
  steps: number;
  /** The most steps that are kept. */
  readonly most: number;
}

interface Kept {
  readonly watched: Watched;
  /** The number of levels in which its terms became true: the fewer, the more often the clause is useful. */
  readonly levels: number;
}

/** By how much the room for learned clauses grows each time that some are forgotten. */
const MORE_ROOM = 300;

/** The approximate cost of sorting, in looks per learned clause. */
const LOOKS_A_CLAUSE = 4;

/** Learned clauses with at most this number of levels are always kept. */
const FEW_LEVELS = 2;

export function makeLearnedClauses({ clauses, steps }: Patience): LearnedClauses {
  return { kept: [], room: clauses, derived: [], steps: 0, most: steps };
}

/** Records a learned clause that is now watched. */
export function keepLearnedClause({ kept }: LearnedClauses, watched: Watched, levels: number): void {
  kept.push({ watched, levels });
}

/**
 * Forgets the less useful half of the learned clauses if there are many, except for reasons of current entries. Returns
 * the number of looks.
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
 * Records a derivation. If there are too many steps, all derivations are replaced by the facts that they rest on.
 * Returns the number of looks.
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
