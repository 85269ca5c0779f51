/** After how many conflicts a search takes its measures against hard questions. Source: docs/solver.md, "Hard questions". */
export interface Patience {
  /** Before a verdict is sought in the free order for the first time. */
  readonly order: number;
  /** The same once a question was hard. */
  readonly whenHard: number;
  /** Before learned clauses are made short, though a story of them gets longer. */
  readonly plain: number;
  /** How many learned clauses are kept at first before half of them is forgotten. */
  readonly clauses: number;
  /** How many steps of derivations are remembered: more take too much memory, and nobody would read them. */
  readonly steps: number;
}

const CONFLICTS = 100;

/** All follow from the first, so that with a small one every measure is met by small questions too. */
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
