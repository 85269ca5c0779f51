import { defineConfig } from "vitest/config";
import usual from "../vitest.config.ts";

/** The tests that mutants of the solver are run against: fast, and the same in every run. */
export default defineConfig({
  ...usual,
  test: {
    ...usual.test,
    bail: 1,
    isolate: false,
    maxWorkers: 1,
    include: [
      "packages/core/src/solver/**/*.test.ts",
      "test/src/solver/scenarios.test.ts",
      "test/src/solver/fixed.test.ts",
    ],
  },
});
