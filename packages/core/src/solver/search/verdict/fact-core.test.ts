import fc from "fast-check";
import { expect, test } from "vitest";
import { node } from "../../../../testing/nodes.ts";
import type { Incompatibility } from "../../facts/incompatibility.ts";
import { fromMembers, has } from "../../facts/index-set.ts";
import { makeBudget } from "../budget.ts";
import { judgeFacts } from "./fact-core.ts";

const MODS = 4;
const SIZE = 3;
const nodes = Array.from({ length: MODS }, (_, mod) =>
  node(mod, `mod-${mod}`, ...Array.from({ length: SIZE }, () => [])),
);

const fact = fc
  .uniqueArray(fc.nat(MODS - 1), { minLength: 1, maxLength: 3 })
  .chain((mods) =>
    fc.tuple(
      ...mods.map((mod) => fc.record({ mod: fc.constant(mod), set: fc.subarray([0, 1, 2, 3]).map(fromMembers) })),
    ),
  )
  .map((terms): Incompatibility => ({ terms, cause: { kind: "always" } }));

/** Whether some choice of states breaks none of the facts. */
function canHold(facts: readonly Incompatibility[]): boolean {
  const choices = Array.from({ length: (SIZE + 1) ** MODS }, (_, choice) => choice);
  return choices.some((choice) =>
    facts.every(({ terms }) =>
      terms.some(({ mod, set }) => !has(set, Math.floor(choice / (SIZE + 1) ** mod) % (SIZE + 1))),
    ),
  );
}

test("law: facts are judged as by trying every choice, and those named cannot hold alone", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fact, { maxLength: 25 }), async (facts) => {
      const verdict = await judgeFacts(nodes, facts, makeBudget(100_000), {});
      if (typeof verdict === "string") expect([verdict, canHold(facts)]).toEqual(["satisfiable", true]);
      else expect(canHold(verdict)).toBe(false);
    }),
  );
});

test("a stop is heeded, and no more is spent than there is", async () => {
  const stop = new AbortController();
  stop.abort(new Error("enough"));
  const facts: Incompatibility[] = [{ terms: [{ mod: 0, set: [0, 3] }], cause: { kind: "always" } }];
  const spent = makeBudget(0);
  expect(await judgeFacts(nodes, facts, spent, {})).toBe("unknown");
  expect(spent.left).toBe(0);
});
