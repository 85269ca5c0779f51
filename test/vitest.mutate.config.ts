import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import usual from "../vitest.config.ts";

/** The quick ones first: most mutants are found before the slow ones are even loaded. */
const ORDER = [
  "packages/core/src/solver/worked-examples.test.ts",
  "test/src/solver/scenarios.test.ts",
  "packages/core/src/solver/",
  "test/src/solver/fixed.test.ts",
];

class QuickFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rank = ({ moduleId }: TestSpecification): number => ORDER.findIndex((place) => moduleId.includes(place));
    return [...files].sort((a, b) => rank(a) - rank(b));
  }
}

/** The tests that mutants of a room are run against: fast, and the same in every run. `ROOM` chooses, the solver if unset. */
const TESTS: Readonly<Record<string, readonly string[]>> = {
  solver: ["packages/core/src/solver/**/*.test.ts", "test/src/solver/{scenarios,fixed}.test.ts"],
  disk: ["packages/disk/src/**/*.test.ts"],
};

const { projects: _, ...test } = usual.test ?? {};
export default defineConfig({
  ...usual,
  test: {
    ...test,
    bail: 1,
    maxWorkers: 1,
    // Another user cannot read the folder in which Stryker runs the tests.
    testNamePattern: /^(?!.*another user)/,
    sequence: { sequencer: QuickFirst },
    include: [...(TESTS[process.env.ROOM ?? "solver"] ?? [])],
  },
});
