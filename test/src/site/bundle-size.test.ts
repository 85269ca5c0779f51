import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { expect, test } from "vitest";

const packages = fileURLToPath(new URL("../../../packages/", import.meta.url));

/** Bytes that a page loads before it can use these exports: minified, gzipped, without what is loaded when asked for. */
async function sizeOf(...exports: string[]): Promise<number> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: exports.join("\n"), resolveDir: packages },
    bundle: true,
    splitting: true,
    minify: true,
    format: "esm",
    // Fails where anything of Node is asked for.
    platform: "browser",
    outdir: packages,
    write: false,
    metafile: true,
    alias: Object.fromEntries(
      ["core", "game/src/browser", "portal/src/browser"].map((name) => [
        `@factorio-lock/${name.replace("/src", "")}`,
        `${packages}${name === "core" ? "core/src/index" : name}.ts`,
      ]),
    ),
  });
  const outputs = new Map(Object.entries(metafile.outputs));
  const needed = new Set<string>();
  const visit = (path: string): void => {
    if (needed.has(path)) return;
    needed.add(path);
    for (const { path: other, kind } of outputs.get(path)?.imports ?? []) if (kind === "import-statement") visit(other);
  };
  for (const [path, { entryPoint }] of outputs) if (entryPoint === "<stdin>") visit(path);
  const names = [...needed].map((path) => path.slice(path.lastIndexOf("/") + 1));
  const loaded = outputFiles.filter(({ path }) =>
    names.includes(path.replaceAll("\\", "/").split("/").at(-1) as string),
  );
  expect(loaded.length).toBe(needed.size);
  return loaded.reduce((sum, { contents }) => sum + gzipSync(contents, { level: 9 }).length, 0);
}

const SOLVING = 'export { parseManifest, resolve, lockfileFrom, formatLockfile } from "@factorio-lock/core";';

test("core takes at most 78 kB in a browser to parse, resolve and print a lockfile", async () => {
  const size = await sizeOf(SOLVING);
  expect(size).toBeLessThanOrEqual(78_000);
  expect(size).toBeGreaterThan(40_000);
});

test("with the readers of saves, settings and archives it is at most 90 kB", async () => {
  const size = await sizeOf(
    SOLVING,
    'export { readDroppedFile, readDroppedArchive, readModSettings, readSettingValues } from "@factorio-lock/game/browser";',
  );
  expect(size).toBeLessThanOrEqual(90_000);
});

test("reading a mirror's answers needs nothing of Node", async () => {
  expect(await sizeOf(SOLVING, 'export { readFullMod } from "@factorio-lock/portal/browser";')).toBeGreaterThan(0);
});
