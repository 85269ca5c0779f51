import fc from "fast-check";
import { expect, test } from "vitest";
import { addVariable, type Cdcl, makeCdcl } from "./cdcl.ts";
import { addClause } from "./clause.ts";
import { cancelTo, solveClauses, type Verdict } from "./solve-clauses.ts";

type Clauses = readonly (readonly number[])[];

const VARIABLES = 8;

/** Clauses of up to four literals of different variables. */
const clause = fc
  .uniqueArray(fc.nat(VARIABLES - 1), { minLength: 1, maxLength: 4 })
  .chain((variables) => fc.tuple(...variables.map((variable) => fc.nat(1).map((sign) => 2 * variable + sign))));
const clauses = fc.array(clause, { maxLength: 40 });

/** Whether values, one bit for each variable, make each clause true. */
const holds = (all: Clauses, values: number): boolean =>
  all.every((literals) => literals.some((literal) => ((values >> (literal >> 1)) & 1) === 1 - (literal & 1)));
const isSatisfiable = (all: Clauses): boolean =>
  Array.from({ length: 1 << VARIABLES }, (_, values) => values).some((values) => holds(all, values));

function solverOf(all: Clauses): Cdcl {
  const cdcl = makeCdcl();
  for (let variable = 0; variable < VARIABLES; variable++) addVariable(cdcl, variable % 2 === 0);
  for (const [origin, literals] of all.entries()) addClause(cdcl, literals, origin);
  return cdcl;
}

/** The verdict, asked for in portions. */
function verdictOf(cdcl: Cdcl, assumptions: readonly number[] = [], portion = 1): Exclude<Verdict, { kind: "paused" }> {
  cancelTo(cdcl, 0);
  for (;;) {
    const verdict = solveClauses(cdcl, assumptions, portion);
    if (verdict.kind !== "paused") return verdict;
  }
}

const valuesOf = ({ values }: Cdcl): number =>
  Array.from({ length: VARIABLES }, (_, variable) => (values[2 * variable] === 1 ? 1 << variable : 0)).reduce(
    (sum, bit) => sum + bit,
    0,
  );

test("law: the verdict is that of trying all values; the values found are right; the origins alone cannot hold", () => {
  fc.assert(
    fc.property(clauses, (all) => {
      const cdcl = solverOf(all);
      const verdict = verdictOf(cdcl);
      expect(verdict.kind).toBe(isSatisfiable(all) ? "satisfiable" : "unsatisfiable");
      if (verdict.kind === "satisfiable") expect(holds(all, valuesOf(cdcl))).toBe(true);
      else expect(isSatisfiable([...verdict.origins].map((origin) => all[origin] ?? []))).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test("law: one solver answers question after question, and is given clauses in between", () => {
  const assumptions = fc
    .uniqueArray(fc.nat(VARIABLES - 1), { maxLength: 4 })
    .chain((variables) => fc.tuple(...variables.map((variable) => fc.nat(1).map((sign) => 2 * variable + sign))));
  const question = fc.record({ more: fc.array(clause, { maxLength: 6 }), assumptions });
  fc.assert(
    fc.property(clauses, fc.array(question, { maxLength: 5 }), (first, questions) => {
      const all: (readonly number[])[] = [...first];
      const cdcl = solverOf(all);
      for (const { more, assumptions: assumed } of questions) {
        cancelTo(cdcl, 0);
        for (const literals of more) addClause(cdcl, literals, all.push(literals) - 1);
        const verdict = verdictOf(cdcl, assumed);
        const units = assumed.map((literal) => [literal]);
        expect(verdict.kind).toBe(isSatisfiable([...all, ...units]) ? "satisfiable" : "unsatisfiable");
        if (verdict.kind === "satisfiable") {
          expect(holds([...all, ...units], valuesOf(cdcl))).toBe(true);
          continue;
        }
        expect(assumed).toEqual(expect.arrayContaining([...verdict.failed]));
        const core = [...verdict.origins].map((origin) => all[origin] ?? []);
        expect(isSatisfiable([...core, ...verdict.failed.map((literal) => [literal])])).toBe(false);
      }
    }),
    { numRuns: 300 },
  );
});

/** Random clauses of three literals at the threshold. */
function threshold(variables: number, seed: number): number[][] {
  let state = seed;
  const roll = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  return Array.from({ length: Math.round(variables * 4.26) }, () => {
    const chosen = new Set<number>();
    while (chosen.size < 3) chosen.add(roll(variables));
    return [...chosen].map((variable) => 2 * variable + roll(2));
  });
}

test("what is forgotten on the way, clauses and derivations, changes no verdict", () => {
  const kinds = new Set<string>();
  for (let seed = 1; seed <= 8; seed++) {
    const all = threshold(80, seed);
    const ample = makeCdcl();
    const narrow = makeCdcl();
    narrow.room = 20;
    for (const cdcl of [ample, narrow]) {
      for (let variable = 0; variable < 80; variable++) addVariable(cdcl, true);
      for (const [origin, literals] of all.entries()) addClause(cdcl, literals, origin);
    }
    const { kind } = verdictOf(narrow, [], 1000);
    kinds.add(kind);
    expect(kind).toBe(verdictOf(ample, [], 1000).kind);
    expect(narrow.learned.length).toBeLessThanOrEqual(narrow.room);
  }
  expect(kinds.size).toBe(2);
});
