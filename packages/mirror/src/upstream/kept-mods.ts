import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { ignoreMissing } from "@factorio-lock/disk";
import type { PortalMod } from "@factorio-lock/portal";
import { replaceFile, STATE_FOLDER } from "../folder/state-file.ts";

/**
 * The upstream portal's full answers, cached on disk for when it is down. A read error is thrown, never reported as a
 * missing answer.
 */
export interface KeptMods {
  read(name: string): Promise<PortalMod | undefined>;
  write(mod: PortalMod): Promise<void>;
  /** All valid cached mods, each reduced by `reduce`. */
  all(reduce: (mod: PortalMod) => PortalMod): Promise<PortalMod[]>;
}

/**
 * Opens the cache of the portal at an address. A file contains the SHA-1 of the answer, a line break and the answer, so
 * that damaged files are recognised and skipped.
 */
export function openKeptMods(directory: string, url: string): KeptMods {
  const folder = path.join(directory, STATE_FOLDER, "upstream", sha1(url).slice(0, 12));
  // File names are hashes, so that mod names differing only in case get different files, and no mod name becomes part
  // of a path.
  const fileOf = (name: string): string => path.join(folder, `${sha1(name)}.json`);
  const readKept = async (file: string): Promise<PortalMod | undefined> => {
    const text = await readFile(file, "utf8").catch(ignoreMissing);
    const json = text?.slice(41) ?? "";
    // With a matching hash, the JSON was written by this program and is valid.
    return text?.slice(0, 40) === sha1(json) ? (JSON.parse(json) as PortalMod) : undefined;
  };
  return {
    async read(name) {
      const mod = await readKept(fileOf(name));
      return mod?.name === name ? mod : undefined;
    },
    async write(mod) {
      const json = JSON.stringify(mod);
      await replaceFile(fileOf(mod.name), `${sha1(json)}\n${json}`);
    },
    async all(reduce) {
      const files = (await readdir(folder).catch(ignoreMissing)) ?? [];
      const mods: PortalMod[] = [];
      for (const file of files) {
        const mod = file.endsWith(".json") ? await readKept(path.join(folder, file)) : undefined;
        if (mod) mods.push(reduce(mod));
      }
      return mods;
    },
  };
}

function sha1(text: string): string {
  return createHash("sha1").update(text).digest("hex");
}
