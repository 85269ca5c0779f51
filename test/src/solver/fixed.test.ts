import fc from "fast-check";
import { describe, it } from "vitest";
import { caseNotation } from "./arbitrary.ts";
import { LAWS } from "./laws.ts";
import { readCase } from "./notation.ts";
import { subjectOf } from "./subject.ts";

/** The same generated cases in every run, in small portions: what mutation testing runs against each mutant. */
const PORTIONS = fc.sample(fc.array(caseNotation, { minLength: 6, maxLength: 6 }), { numRuns: 8, seed: 42 });

describe("all laws on fixed cases", () => {
  it.each(PORTIONS.map((portion, at) => [at + 1, portion] as const))(
    "portion %i",
    async (_at, portion) => {
      for (const notation of portion) {
        const subject = await subjectOf(readCase(notation));
        for (const law of Object.values(LAWS)) await law(subject);
      }
    },
    120_000,
  );
});
