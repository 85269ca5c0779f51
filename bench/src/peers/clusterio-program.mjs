// The mod portal code of Clusterio in a process of its own: clusterio-program.mjs NODE_MODULES OUT WHAT LIST [MODS LINE]
//
//   download   the mods of a mod pack into the folder MODS: LIST is a JSON file of their names and exact versions
//   releases   all releases of each mod: LIST is a JSON file of their names
//
// OUT gets the answer, and how many milliseconds it took without loading the library.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [, , modules, out, what, list, mods, line] = process.argv;
const { ModStore, ModVersionEquality } = createRequire(join(modules, "-"))("@clusterio/lib");
const wanted = JSON.parse(readFileSync(list, "utf8"));
const start = performance.now();
const answer = what === "download" ? await download() : await releases();
writeFileSync(out, JSON.stringify({ ms: performance.now() - start, answer }));

async function download() {
  const store = await ModStore.fromDirectory(mods);
  const exact = wanted.map(({ name, version }) => ({ name, version: ModVersionEquality.fromString(version) }));
  await store.downloadMods(exact, "bench", "bench-token-of-nobody", line);
  return [...store.files.keys()];
}

async function releases() {
  const known = [];
  for (const name of wanted) {
    const mod = await ModStore.fetchModReleases(name);
    known.push([name, mod.releases.map((release) => [release.file_name, release.info_json.factorio_version])]);
  }
  return known;
}
