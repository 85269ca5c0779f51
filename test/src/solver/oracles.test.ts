import fc from "fast-check";
import { expect, it } from "vitest";
import { caseNotation } from "./arbitrary.ts";
import { readCase } from "./notation.ts";
import { ORACLES } from "./oracles.ts";

it("law: brute force and SAT agree on verdict and best versions", async () => {
  const [, brute, sat] = ORACLES;
  await fc.assert(
    fc.asyncProperty(caseNotation, async (notation) => {
      const given = readCase(notation);
      const expected = await brute?.decide(given);
      if (expected !== undefined) expect(await sat?.decide(given)).toBe(expected);
    }),
    { numRuns: process.env["LONG"] ? 3000 : 200 },
  );
}, 600_000);
