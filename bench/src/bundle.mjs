import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { removeFolderSync } from "../../testing/sandbox.mjs";

const source = (name) => fileURLToPath(new URL(`../../packages/${name}/src/index.ts`, import.meta.url));

/**
 * Bundles programs on the packages' sources into a folder that goes with this process: `client.ts` becomes `client.mjs`.
 *
 * @param base the address of the folder that they lie in
 * @returns the path of the new folder
 */
export async function bundle(base, ...programs) {
  const folder = mkdtempSync(join(tmpdir(), "factorio-lock-bench-"));
  process.once("exit", () => removeFolderSync(folder));
  await build({
    entryPoints: programs.map((name) => fileURLToPath(new URL(name, base))),
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    alias: Object.fromEntries(
      ["core", "disk", "game", "portal", "fetcher", "mirror"].map((name) => [`@factorio-lock/${name}`, source(name)]),
    ),
    banner: {
      js: 'import{createRequire as requireOfTheBundle}from"node:module";const require=requireOfTheBundle(import.meta.url);',
    },
  });
  return folder;
}
