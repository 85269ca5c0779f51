import type { Patience } from "./patience.ts";
import type { Search } from "./search.ts";
import { type Formula, makeFormula } from "./verdict/formula.ts";
import type { Question } from "./verdict/question.ts";

/**
 * The state of the search, in any order, for whether the decisions have an answer at all. Source: docs/solver.md, "Hard
 * questions".
 */
export interface FreeOrder {
  readonly formula: Formula;
  /** The level up to which a verdict on the decisions is sought; -1 if none is. */
  base: number;
  /** The question to the formula; undefined until the formula is complete. */
  question: Question | undefined;
  /** An answer that agrees with all decisions below the level `doubt`: by mod, its state. */
  witness: readonly number[] | undefined;
  /** The level of the first decision that departs from the witness. */
  doubt: number;
  /** Conflicts since the last verdict or attempt at one. */
  conflicts: number;
  /** All conflicts. */
  total: number;
  /** How many conflicts in the order of preference are allowed before a verdict is sought. */
  patience: number;
  /**
   * How many looks the search for a verdict may take before the order of preference is tried again; `allowance` is that
   * number for the next time.
   */
  looks: number;
  allowance: number;
}

/** The first value of `allowance`: about half a second. */
const ALLOWANCE = 10_000_000;

/** The factor by which both allowances grow each time. */
const MORE = 4;

export function makeFreeOrder({ order }: Patience): FreeOrder {
  return {
    formula: makeFormula(),
    base: -1,
    question: undefined,
    witness: undefined,
    doubt: Number.MAX_SAFE_INTEGER,
    conflicts: 0,
    total: 0,
    patience: order,
    looks: 0,
    allowance: ALLOWANCE,
  };
}

export function countConflict({ free }: Search): void {
  free.conflicts++;
  free.total++;
}

/** Whether the search has turned out to be hard. */
export function isHard({ free, patience }: Search): boolean {
  return free.total >= patience.order;
}

/** Whether the order of preference has had many conflicts without a witness for its decisions. */
export function isFreeDue(search: Search): boolean {
  const { free, trail, patience } = search;
  if (free.witness && free.doubt > trail.level) return false;
  const isFirst = free.patience === patience.order;
  return free.conflicts >= (isFirst && isHard(search) ? patience.whenHard : free.patience);
}

/** The level up to which the decisions are in doubt. */
export function doubtful({ free, trail, assumptions, floor }: Search): number {
  const base = free.witness ? free.doubt : Math.max(assumptions.length, floor < 0 ? 0 : floor + 1);
  return Math.min(base, trail.level);
}

/** Starts to seek a verdict on the decisions up to the current level. */
export function enterFree({ free, trail }: Search): void {
  free.base = trail.level;
  free.doubt = trail.level;
  free.conflicts = 0;
  free.looks = free.allowance;
  free.question = undefined;
}

/** Returns to the order of preference. */
export function leaveFree({ free }: Search): void {
  free.base = -1;
  free.conflicts = 0;
}

/** Returns to the order of preference for a while, since some questions are easier in it. */
export function giveUpFree(search: Search): void {
  const { free } = search;
  leaveFree(search);
  free.patience *= MORE;
  free.allowance *= MORE;
}

/** Records that a verdict was found, so that the next one is sought soon. */
export function foundVerdict({ free, patience }: Search): void {
  free.patience = patience.order;
}

/** Keeps an answer as the witness and returns to the order of preference. */
export function foundWitness(search: Search, witness: readonly number[]): void {
  leaveFree(search);
  foundVerdict(search);
  search.free.witness = witness;
  search.free.doubt = Number.MAX_SAFE_INTEGER;
}

/** Records a decision in the order of preference. */
export function noteDecision({ free, trail }: Search, mod: number, state: number): void {
  if (!free.witness || free.doubt <= trail.level || free.witness[mod] === state) return;
  free.doubt = trail.level;
}

/** Records that the decisions above a level are about to be undone. */
export function noteReturn(search: Search, level: number): void {
  const { free } = search;
  if (free.base > level) leaveFree(search);
  if (free.doubt > level) free.doubt = Number.MAX_SAFE_INTEGER;
}
