/**
 * The numbers of conflicts after which a search takes its measures against hard questions. Source: docs/solver.md,
 * "Hard questions".
 */
export interface Patience {
  /** Before a verdict is sought in the free order for the first time. */
  readonly order: number;
  /** The same after a question was hard. */
  readonly whenHard: number;
  /** Before learned clauses are shortened, which makes explanations longer. */
  readonly plain: number;
  /** How many learned clauses are kept at first before half of them are forgotten. */
  readonly clauses: number;
  /** How many steps of derivations are kept: more would take too much memory, and nobody would read them. */
  readonly steps: number;
}

const CONFLICTS = 100;

/** All numbers follow from the first one, so that with a small one even small requests exercise every measure. */
export function makePatience(conflicts: number = CONFLICTS): Patience {
  if (!Number.isSafeInteger(conflicts) || conflicts < 1) throw new Error(`${conflicts} is not a number of conflicts`);
  return {
    order: conflicts,
    whenHard: Math.ceil(conflicts / 10),
    plain: Math.ceil(conflicts / 3),
    clauses: conflicts * 20,
    steps: conflicts * 3000,
  };
}
