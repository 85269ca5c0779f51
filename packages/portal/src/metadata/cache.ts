import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isSafeName } from "@factorio-lock/core";
import { readChecked, writeAll, writeCheckedLater } from "./checked-file.ts";
import { fileKey, keyName } from "./file-key.ts";
import { type CachedMod, packMod, unpackMod } from "./record.ts";

/** The mods of one portal on this machine's disk. Shared by any number of processes. Names must be safe. */
export interface MetadataCache {
  /** The cached data of a mod; undefined if there is none, or if the record is damaged. */
  read(name: string): CachedMod | undefined;
  /** Where it cannot be written, nothing happens. */
  write(name: string, cached: CachedMod): void;
  readChangelog(name: string): string | undefined;
  writeChangelog(name: string, changelog: string): void;
  /** The mods that are known, in no order. */
  names(): string[];
}

/** The cache below `directory` for the portal at `url`: portals do not share answers. */
export function openCache(directory: string, url: string): MetadataCache {
  const folder = join(directory, createHash("sha1").update(url).digest("hex").slice(0, 16));
  const modFile = (name: string): string => join(folder, "mods", `${fileKey(name)}.json`);
  const changelogFile = (name: string): string => join(folder, "changelogs", `${fileKey(name)}.txt`);
  return {
    read(name) {
      const text = readChecked(modFile(name));
      if (text === undefined) return undefined;
      try {
        return unpackMod(name, text);
      } catch {
        return undefined;
      }
    },
    write(name, cached) {
      writeCheckedLater(modFile(name), packMod(name, cached));
    },
    readChangelog: (name) => readChecked(changelogFile(name)),
    writeChangelog(name, changelog) {
      writeCheckedLater(changelogFile(name), changelog);
    },
    names() {
      writeAll();
      let files: string[];
      try {
        files = readdirSync(join(folder, "mods"));
      } catch {
        return [];
      }
      return files
        .filter((file) => file.endsWith(".json"))
        .map((file) => keyName(file.slice(0, -".json".length)))
        .filter(isSafeName);
    },
  };
}
