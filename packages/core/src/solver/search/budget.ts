/**
 * Steps that a computation may still take: always a finite whole number, so that counting down comes to an end. What a
 * part of a budget spends is spent of the whole too.
 */
export interface Budget {
  /** Never below zero. */
  left: number;
  /** The budget that this is a part of. */
  readonly whole: Budget | undefined;
}

/** @throws Error when the number of steps is not a whole number from 0 to 2^53 - 1. */
export function makeBudget(steps: number): Budget {
  return { left: checked(steps, 0), whole: undefined };
}

/** At most so many of the steps that a budget still has. */
export function partOf(whole: Budget, most: number): Budget {
  return { left: Math.min(checked(most, 0), whole.left), whole };
}

/** Takes steps from a budget, or all that it has left where that is less. */
export function spend(budget: Budget, steps: number): void {
  for (let at: Budget | undefined = budget; at; at = at.whole) at.left = Math.max(0, at.left - steps);
}

/** Takes one step; false when there is none left. */
export function spendOne(budget: Budget): boolean {
  if (isSpent(budget)) return false;
  spend(budget, 1);
  return true;
}

export function isSpent({ left }: Budget): boolean {
  return left <= 0;
}

/** How many steps are left at the end of a slice of that length. */
export function endOfSlice({ left }: Budget, steps: number): number {
  return Math.max(0, checked(left, 0) - checked(steps, 1));
}

function checked(steps: number, least: number): number {
  if (!Number.isSafeInteger(steps) || steps < least) throw new Error(`${steps} is not a number of steps`);
  return steps;
}
