import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string) => fileURLToPath(new URL(`./packages/${name}/src/index.ts`, import.meta.url));

const PURE = ["packages/{core,game}/src/**/*.test.ts"];

export default defineConfig({
  resolve: {
    // Tests read the packages' sources, so that a test run never depends on a stale build.
    alias: {
      ...Object.fromEntries(
        ["core", "disk", "portal", "fetcher", "game", "mirror"].map((name) => [`@factorio-lock/${name}`, source(name)]),
      ),
      "factorio-lock": source("cli"),
    },
  },
  test: {
    // No test may depend on speed: only what hangs takes so long, on a busy machine as well.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // One more than there are processors: some tests wait for real deadlines.
    maxWorkers: availableParallelism() + 1,
    // With `--coverage`: of the packages' sources, by what runs in the tests' own processes.
    coverage: {
      provider: "v8",
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts"],
      reporter: ["text-summary"],
      reportOnFailure: true,
    },
    setupFiles: fileURLToPath(new URL("./testing/property-seed.ts", import.meta.url)),
    globalSetup: fileURLToPath(new URL("./testing/compiled-code.ts", import.meta.url)),
    projects: [
      // Functions without state of their own: their tests share a process and what is loaded there, which takes most of their time.
      { extends: true, test: { name: "pure", include: PURE, isolate: false } },
      {
        extends: true,
        test: { name: "whole", include: ["packages/*/src/**/*.test.ts", "test/src/**/*.test.ts"], exclude: PURE },
      },
    ],
  },
});
