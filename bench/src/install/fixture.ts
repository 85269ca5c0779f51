// A project with a lockfile and a store that has every archive of it: fixture FOLDER MODS
import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  formatLockfile,
  type GameVersion,
  type LockedMod,
  type Lockfile,
  parseGameVersion,
  parseRange,
  parseVersion,
  type Range,
  type Requirement,
  type Sha1,
  type Version,
} from "@factorio-lock/core";
import { openStore } from "@factorio-lock/fetcher";
import { makeArchive } from "@factorio-lock/game";

const [, , folder = "", count = "500"] = process.argv;
const store = openStore(join(folder, "cache"));
const mods = new Map<string, LockedMod>();
const requirements = new Map<string, Requirement>();
const names = Array.from({ length: Number(count) }, (_, at) => `bench-mod-${at}`).sort();
for (const name of names) {
  const info = { name, version: "1.0.0", title: name, author: "bench", factorio_version: "2.0" };
  const archive = await makeArchive(info, { "data.lua": new Uint8Array(20_000) });
  const sha1 = createHash("sha1").update(archive).digest("hex") as Sha1;
  mkdirSync(dirname(store.archivePath(sha1)), { recursive: true });
  writeFileSync(store.archivePath(sha1), archive);
  const download = `/download/${name}/${sha1.slice(0, 24)}`;
  const released = "2026-01-01T00:00:00.000000Z";
  const version = parseVersion("1.0.0") as Version;
  mods.set(name, {
    kind: "release",
    version,
    file: `${name}_1.0.0.zip`,
    sha1,
    download,
    released,
    dependencies: ["base >= 2.0"],
  });
  requirements.set(name, { kind: "range", range: parseRange("*") as Range });
}
const factorio = parseGameVersion("2.0") as GameVersion;
const minimumFactorio = parseVersion("2.0.0");
const lockfile: Lockfile = { factorio, minimumFactorio, expansion: false, requirements, builtin: ["base"], mods };
writeFileSync(join(folder, "mods.lock"), formatLockfile(lockfile));
writeFileSync(join(folder, "mods.yaml"), `factorio: "2.0"\nmods:\n${names.map((name) => `  ${name}: "*"\n`).join("")}`);
