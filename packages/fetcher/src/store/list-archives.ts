import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";
import { parseSha1, type Sha1 } from "@factorio-lock/core";
import { ignoreMissing } from "@factorio-lock/disk";
import { archivesFolder } from "./layout.ts";

/** An archive in a store. */
export interface StoredArchive {
  readonly sha1: Sha1;
  readonly path: string;
  readonly bytes: number;
}

/** Lists the archives of a store by SHA-1. Other files are ignored. */
export async function listArchives(directory: string): Promise<StoredArchive[]> {
  const root = archivesFolder(directory);
  const found: StoredArchive[] = [];
  for (const prefix of (await namesIn(root)).sort()) {
    if (!/^[0-9a-f]{2}$/.test(prefix)) continue;
    for (const name of (await namesIn(join(root, prefix))).sort()) {
      const sha1 = name.endsWith(".zip") ? parseSha1(prefix + name.slice(0, -".zip".length)) : undefined;
      if (sha1 === undefined) continue;
      const path = join(root, prefix, name);
      const stats = await lstat(path).catch(ignoreMissing);
      if (stats?.isFile()) found.push({ sha1, path, bytes: stats.size });
    }
  }
  return found;
}

/** The names in a folder; empty if it does not exist. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(ignoreMissing)) ?? [];
}
