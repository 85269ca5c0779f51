// The declarations of the commands from their sources, so that no page depends on a stale build. Nothing that a command does is
// loaded: only what it declares, its result among it.
import { readFile, rm } from "node:fs/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = (path) => fileURLToPath(new URL(path, import.meta.url));

export async function loadDeclarations() {
  const outfile = here(`../node_modules/.cache/declarations-${process.pid}.mjs`);
  await build({
    entryPoints: [here("declarations.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    outfile,
    logLevel: "silent",
    alias: {
      "@factorio-lock/core": here("../../packages/core/src/index.ts"),
      "@factorio-lock/game": here("../../packages/game/src/index.ts"),
    },
    // `yaml` and `semver` are CommonJS, which asks for node's modules by require.
    banner: {
      js: 'import { createRequire as makeRequire } from "node:module"; const require = makeRequire(import.meta.url);',
    },
    plugins: [
      {
        name: "declarations-alone",
        setup: ({ onResolve }) =>
          onResolve({ filter: /^\./ }, ({ path, kind }) =>
            kind === "dynamic-import" && !/\/(?:result|output)\.ts$/.test(path) ? { path, external: true } : undefined,
          ),
      },
    ],
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    await rm(outfile, { force: true });
  }
}

/** Each error code with what it means: the comment of that code in core. */
export async function errorMeanings() {
  const text = await readFile(here("../../packages/core/src/error.ts"), "utf8");
  const union = /export type ErrorCode =([\s\S]*?);\n/.exec(text)?.[1] ?? "";
  return new Map(
    [...union.matchAll(/(?:\/\*\* ((?:(?!\*\/)[\s\S])*?) \*\/\s*)?\| "([A-Z_]+)"/g)].map(([, says = "", code]) => [
      code,
      says.replace(/\s*\n\s*\* /g, " "),
    ]),
  );
}
