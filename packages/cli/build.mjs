// Bundles the executable: one small entry, and a chunk for each command that is loaded when the command is called.
import { readFile, rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { directImports } from "./direct-imports.mjs";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const { version } = JSON.parse(await readFile(here("./package.json"), "utf8"));

await rm(here("./dist/bin"), { recursive: true, force: true });
await build({
  entryPoints: { main: here("./src/main.ts") },
  outdir: here("./dist/bin"),
  chunkNames: "chunk-[name]-[hash]",
  bundle: true,
  splitting: true,
  minify: true,
  lineLimit: 160,
  // Names of functions and classes stay readable in the stack traces that users report.
  keepNames: true,
  legalComments: "external",
  format: "esm",
  platform: "node",
  target: "node20.19",
  define: { FACTORIO_LOCK_VERSION: JSON.stringify(version) },
  // Bundled CommonJS packages ask for node's own modules by `require`.
  banner: {
    js: 'import{createRequire as factorioLockRequire}from"node:module";const require=factorioLockRequire(import.meta.url);',
  },
  plugins: [directImports],
  logLevel: "warning",
});
