import fc from "fast-check";
import { expect, test } from "vitest";
import { fromMembers, has, members } from "../../facts/index-set.ts";
import { makeCdcl } from "../cdcl/cdcl.ts";
import { cancelTo, solveClauses } from "../cdcl/solve-clauses.ts";
import { ALWAYS, boundsOf, encodeMod, literalOf, NEVER, negation, stateOf } from "./mod-code.ts";

const TOP = 6;
const set = fc.subarray(Array.from({ length: TOP + 1 }, (_, state) => state)).map(fromMembers);
const states = set.filter((one) => one.length > 0);

test("law: a mod can have each of its states and no other, and a literal is true where the state is in its set", () => {
  fc.assert(
    fc.property(states, fc.array(set, { maxLength: 4 }), (own, sets) => {
      const cdcl = makeCdcl();
      const code = encodeMod(cdcl, own, members(own)[0] as number, 0);
      const literals = sets.map((one) => literalOf(cdcl, code, one));
      for (const state of members(own)) {
        cancelTo(cdcl, 0);
        const assumptions = boundsOf(cdcl, code, [state, state], TOP)
          .map(([literal]) => literal)
          .filter((literal) => literal !== ALWAYS);
        expect(solveClauses(cdcl, assumptions, 1_000_000).kind).toBe("satisfiable");
        expect(stateOf(cdcl, code)).toBe(state);
        literals.forEach((literal, at) => {
          const isTrue = literal === ALWAYS || (literal !== NEVER && cdcl.values[literal] === 1);
          expect(isTrue).toBe(has(sets[at] ?? [], state));
        });
      }
    }),
  );
});

test("law: the bounds of a set say together what it says", () => {
  fc.assert(
    fc.property(states, set, (own, wanted) => {
      const cdcl = makeCdcl();
      const bounds = boundsOf(cdcl, encodeMod(cdcl, own, 0, 0), wanted, TOP);
      for (const state of members(own)) {
        expect(bounds.every(([, one]) => has(one, state))).toBe(has(wanted, state));
      }
    }),
  );
});

test("the negation of what is always true is never true, and the other way round", () => {
  expect([ALWAYS, NEVER, 4, 5].map(negation)).toEqual([NEVER, ALWAYS, 5, 4]);
});
