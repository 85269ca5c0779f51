import fc from "fast-check";
import { expect, test } from "vitest";
import { addVariable, type Cdcl, makeCdcl } from "./cdcl.ts";
import { bumpVariable, decayActivity, heapInsert, heapTop } from "./heap.ts";

function heapOf(variables: number): Cdcl {
  const cdcl = makeCdcl();
  for (let variable = 0; variable < variables; variable++) addVariable(cdcl, true);
  return cdcl;
}

test("law: variables come out by how much they were met, each once, however they were added and met", () => {
  const variables = 12;
  const move = fc.oneof(
    fc.record({ add: fc.nat(variables - 1) }),
    fc.record({ met: fc.uniqueArray(fc.nat(variables - 1), { maxLength: 4 }) }),
  );
  fc.assert(
    fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
      const cdcl = heapOf(variables);
      while (heapTop(cdcl) >= 0);
      const added = new Set<number>();
      for (const one of moves) {
        if ("met" in one) {
          for (const variable of one.met) bumpVariable(cdcl, variable);
          decayActivity(cdcl);
        } else {
          heapInsert(cdcl, one.add);
          added.add(one.add);
        }
      }
      const taken: number[] = [];
      for (let variable = heapTop(cdcl); variable >= 0; variable = heapTop(cdcl)) taken.push(variable);
      expect([...taken].sort((a, b) => a - b)).toEqual([...added].sort((a, b) => a - b));
      const activities = taken.map((variable) => cdcl.activity[variable] as number);
      expect(activities).toEqual([...activities].sort((a, b) => b - a));
    }),
  );
});

test("what was met of late counts more than what was met long ago, also after thousands of conflicts", () => {
  const cdcl = heapOf(2);
  for (let conflict = 0; conflict < 10_100; conflict++) {
    bumpVariable(cdcl, conflict < 10_000 ? 0 : 1);
    decayActivity(cdcl);
  }
  for (const activity of cdcl.activity) expect(Number.isFinite(activity)).toBe(true);
  expect(heapTop(cdcl)).toBe(1);
});
