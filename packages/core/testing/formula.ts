// A request that is hard for every solver: a random formula at the satisfiability threshold, encoded as mods.

/**
 * Random 3-SAT with 4.26 clauses per variable, where about half of the formulas are satisfiable. A variable is a mod
 * with two releases; a clause is a mod with three releases, each of which needs one release of a variable.
 *
 * @returns for each mod, the dependencies of its releases 1.0.0, 2.0.0, …
 */
export function hardFormula(variables: number, seed: number = 1): Map<string, readonly (readonly string[])[]> {
  let state = seed;
  const roll = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const mods = new Map<string, readonly (readonly string[])[]>();
  for (let at = 0; at < variables; at++) mods.set(`var-${at}`, [[], []]);
  for (let clause = 0; clause < Math.round(variables * 4.26); clause++) {
    const chosen = new Set<number>();
    while (chosen.size < 3) chosen.add(roll(variables));
    mods.set(
      `clause-${clause}`,
      [...chosen].map((at) => [`var-${at} = ${1 + roll(2)}.0.0`]),
    );
  }
  return mods;
}

/** The mods that stand for clauses; they require all the others. */
export function clausesOf(formula: ReadonlyMap<string, unknown>): string[] {
  return [...formula.keys()].filter((name) => name.startsWith("clause"));
}
