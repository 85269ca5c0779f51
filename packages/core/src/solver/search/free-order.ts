import type { Patience } from "./patience.ts";
import type { Search } from "./search.ts";
import { type Formula, makeFormula } from "./verdict/formula.ts";
import type { Question } from "./verdict/question.ts";

/**
 * The search for whether the decisions have an answer at all, in any order. Source: docs/solver.md, "Hard questions".
 */
export interface FreeOrder {
  readonly formula: Formula;
  /** The level whose decisions a verdict is sought about; -1 while none is. */
  base: number;
  /** The question to the formula; undefined until the formula has all that is known. */
  question: Question | undefined;
  /** An answer that agrees with what is decided below `doubt`: by mod, its state. */
  witness: readonly number[] | undefined;
  /** The level of the first decision that departs from the witness. */
  doubt: number;
  /** Conflicts since the last verdict, or attempt at one. */
  conflicts: number;
  /** All conflicts. */
  total: number;
  /** How many conflicts the order of preference has before a verdict is sought. */
  patience: number;
  /** How many looks the verdict may take before the order of preference has another turn, and how many it may next time. */
  looks: number;
  allowance: number;
}

/** Looks that a verdict may take at first before the order of preference is tried again: about half a second. */
const ALLOWANCE = 10_000_000;

/** How much more either has each time. */
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

/** Whether the questions of a search turned out to be hard. */
export function isHard({ free, patience }: Search): boolean {
  return free.total >= patience.order;
}

/** Whether the order of preference has run long without knowing that what it decided has an answer. */
export function isFreeDue(search: Search): boolean {
  const { free, trail, patience } = search;
  if (free.witness && free.doubt > trail.level) return false;
  const isFirst = free.patience === patience.order;
  return free.conflicts >= (isFirst && isHard(search) ? patience.whenHard : free.patience);
}

/** The level of the decisions that are in doubt. */
export function doubtful({ free, trail, assumptions, floor }: Search): number {
  const base = free.witness ? free.doubt : Math.max(assumptions.length, floor < 0 ? 0 : floor + 1);
  return Math.min(base, trail.level);
}

/** Begins to seek a verdict; the search stands at the level in doubt. */
export function enterFree({ free, trail }: Search): void {
  free.base = trail.level;
  free.doubt = trail.level;
  free.conflicts = 0;
  free.looks = free.allowance;
  free.question = undefined;
}

/** Goes back to the order of preference. */
export function leaveFree({ free }: Search): void {
  free.base = -1;
  free.conflicts = 0;
}

/** Gives the order of preference another turn: some questions are easier in it. */
export function giveUpFree(search: Search): void {
  const { free } = search;
  leaveFree(search);
  free.patience *= MORE;
  free.allowance *= MORE;
}

/** Takes note that a verdict was found, so that the next is sought soon. */
export function foundVerdict({ free, patience }: Search): void {
  free.patience = patience.order;
}

/** Remembers an answer, and goes back to the order of preference. */
export function foundWitness(search: Search, witness: readonly number[]): void {
  leaveFree(search);
  foundVerdict(search);
  search.free.witness = witness;
  search.free.doubt = Number.MAX_SAFE_INTEGER;
}

/** Takes note of a decision in the order of preference. */
export function noteDecision({ free, trail }: Search, mod: number, state: number): void {
  if (!free.witness || free.doubt <= trail.level || free.witness[mod] === state) return;
  free.doubt = trail.level;
}

/** Takes note of what is about to be taken back. */
export function noteReturn(search: Search, level: number): void {
  const { free } = search;
  if (free.base > level) leaveFree(search);
  if (free.doubt > level) free.doubt = Number.MAX_SAFE_INTEGER;
}
