import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const source = (name: string) => fileURLToPath(new URL(`./packages/${name}/src/index.ts`, import.meta.url));

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
    include: ["packages/*/src/**/*.test.ts", "test/src/**/*.test.ts"],
    // No test may depend on speed: only what hangs takes so long, on a busy machine as well.
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
