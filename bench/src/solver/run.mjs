// The solver on real lists, generated registries and hard cases, next to a SAT solver: node bench/src/solver/run.mjs
import { execFileSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { removeFolderSync } from "../../../testing/sandbox.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "factorio-lock-bench-"));
process.once("exit", () => removeFolderSync(folder));

await build({
  entryPoints: [here("./main.ts")],
  outfile: join(folder, "main.mjs"),
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  alias: { "@factorio-lock/core": here("../../../packages/core/src/index.ts") },
  banner: {
    js: 'import{createRequire as requireOfTheBundle}from"node:module";const require=requireOfTheBundle(import.meta.url);',
  },
});
execFileSync(process.execPath, [join(folder, "main.mjs"), here("../../.."), ...process.argv.slice(2)], {
  stdio: "inherit",
});
