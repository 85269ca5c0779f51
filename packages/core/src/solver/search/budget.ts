/**
 * The steps that a computation may still take: a finite integer, so that counting down terminates. Steps spent from a
 * part of a budget are also spent from the whole.
 */
export interface Budget {
  /** Never below zero. */
  left: number;
  /** The budget that this is a part of. */
  readonly whole: Budget | undefined;
}

/** @throws Error if the number of steps is not an integer from 0 to 2^53 - 1. */
export function makeBudget(steps: number): Budget {
  return { left: checked(steps, 0), whole: undefined };
}

/** A part of a budget, of at most `most` steps. */
export function partOf(whole: Budget, most: number): Budget {
  return { left: Math.min(checked(most, 0), whole.left), whole };
}

/** Takes steps from a budget, at most all that are left. */
export function spend(budget: Budget, steps: number): void {
  for (let at: Budget | undefined = budget; at; at = at.whole) at.left = Math.max(0, at.left - steps);
}

/** Takes one step; false if none is left. */
export function spendOne(budget: Budget): boolean {
  if (isSpent(budget)) return false;
  spend(budget, 1);
  return true;
}

export function isSpent({ left }: Budget): boolean {
  return left <= 0;
}

/** The number of steps left at the end of a slice of the given length. */
export function endOfSlice({ left }: Budget, steps: number): number {
  return Math.max(0, checked(left, 0) - checked(steps, 1));
}

function checked(steps: number, least: number): number {
  if (!Number.isSafeInteger(steps) || steps < least) throw new Error(`${steps} is not a number of steps`);
  return steps;
}
