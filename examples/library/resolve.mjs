// Resolves a modpack in a program of your own: the solver takes ModInfo from wherever you have it, here from a folder
// of unzipped mods. Nothing is downloaded.
import { readdir, readFile } from "node:fs/promises";
import { FactorioLockError, parseManifest, parseSha1, readVersion, resolve } from "@factorio-lock/core";

const mods = new URL("../mods/", import.meta.url);

/** All releases by mod name, in the shape in which the solver takes them. */
const releases = new Map();
for (const release of await readReleases())
  releases.set(release.name, [...(releases.get(release.name) ?? []), release]);

async function readReleases() {
  const folders = await readdir(mods);
  return Promise.all(
    folders.map(async (folder) => {
      const info = JSON.parse(await readFile(new URL(`${folder}/info.json`, mods), "utf8"));
      return {
        name: info.name,
        version: readVersion(info.version),
        factorioVersion: info.factorio_version,
        dependencies: info.dependencies,
        fileName: `${info.name}_${info.version}.zip`,
        sha1: parseSha1("0".repeat(40)), // a real source has the archive's; without one a release is never chosen
        download: `/download/${info.name}/0`,
        releasedAt: "2026-01-01T00:00:00.000000Z",
      };
    }),
  );
}

const source = {
  get: async (name) => (releases.has(name) ? { name, releases: releases.get(name) } : undefined),
};

async function show(title, text) {
  console.log(title);
  const manifest = parseManifest(text, "mods.yaml");
  const request = { game: manifest.factorio, expansion: manifest.expansion, requirements: manifest.mods };
  try {
    const selection = await resolve(request, source);
    for (const { name, release } of selection.mods) console.log(`  ${name} ${release.version.text}`);
  } catch (error) {
    if (!(error instanceof FactorioLockError)) throw error;
    console.log(`  ${error.code}`);
    for (const line of error.explanation) console.log(`  ${line}`);
    for (const changes of error.remedies) console.log(`  this helps: ${JSON.stringify(changes)}`);
  }
}

await show("These fit:", 'factorio: "2.0"\nmods:\n  amber-lights: "*"\n  zinc-works: "*"\n');
await show("These do not:", 'factorio: "2.0"\nmods:\n  amber-lights: ">= 3.0"\n  zinc-works: "*"\n');
