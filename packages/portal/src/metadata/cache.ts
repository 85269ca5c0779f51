import { createHash } from "node:crypto";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isSafeName } from "@factorio-lock/core";
import { readChecked, writeAll, writeCheckedLater } from "./checked-file.ts";
import { fileKey, keyName } from "./file-key.ts";
import { type CachedMod, packMod, unpackMod } from "./record.ts";

/** The on-disk cache of one portal's mods. It can be shared by any number of processes. Names must be safe. */
export interface MetadataCache {
  /** The cached data of a mod; undefined if it is missing or damaged. */
  read(name: string): CachedMod | undefined;
  /** Does nothing if the cache is not writable. */
  write(name: string, cached: CachedMod): void;
  readChangelog(name: string): string | undefined;
  writeChangelog(name: string, changelog: string): void;
  /** The names of the cached mods, in no particular order. */
  names(): string[];
}

/** Opens the cache of the portal at `url`. Each portal has its own folder in `directory`. */
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
