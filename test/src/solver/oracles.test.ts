import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseNotation } from "./arbitrary.ts";
import { readCase } from "./notation.ts";
import { ORACLES } from "./oracles.ts";
import { readScenarios, type Scenario } from "./scenarios.ts";

it("law: brute force and SAT agree on verdict and best versions", async () => {
  const [, brute, sat] = ORACLES;
  await fc.assert(
    fc.asyncProperty(caseNotation, async (notation) => {
      const given = readCase(notation);
      const expected = await brute?.decide(given);
      if (expected !== undefined) expect(await sat?.decide(given)).toBe(expected);
    }),
    { numRuns: process.env["LONG"] ? 3000 : 120 },
  );
}, 600_000);

const SCENARIOS = readScenarios().flatMap(([, scenarios]) => scenarios);

describe.each(ORACLES)("$name on every scenario", (oracle) => {
  it("comes to the verdict of the other two", async () => {
    // Which bytes a version has is nothing that the oracles know of.
    const comparable = ({ budget, fails }: Scenario) => budget === undefined && fails !== "RELEASE_CHANGED";
    for (const scenario of SCENARIOS.filter(comparable)) {
      const given = readCase(scenario);
      const named = given.request.update === "all" ? [] : (given.request.update ?? []);
      if (named.some((name) => !given.request.requirements.has(name))) continue;
      const verdict = await oracle.decide(given);
      for (const other of ORACLES) {
        const said = await other.decide(given);
        if (verdict !== undefined && said !== undefined) expect(said, `${other.name}: ${scenario.name}`).toBe(verdict);
      }
    }
  });
});
