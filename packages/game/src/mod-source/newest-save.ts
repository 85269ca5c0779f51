import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { fileSource } from "./file-source.ts";
import type { ModSource } from "./mod-source.ts";
import { readStart } from "./read-start.ts";

/** How many files are tried, newest first. */
const MAX_FILES = 20;

/**
 * Reads the newest save in a folder's `saves/`, or else in the folder itself; undefined if there is none. Saves are
 * recognised by content.
 *
 * @throws FactorioLockError the error of reading the newest save, if none can be read
 */
export async function newestSave(folder: string): Promise<ModSource | undefined> {
  for (const place of [join(folder, "saves"), folder]) {
    const found = await newestIn(place);
    if (found) return found;
  }
  return undefined;
}

async function newestIn(folder: string): Promise<ModSource | undefined> {
  const files = (await filesIn(folder)).sort((a, b) => b.modified - a.modified).slice(0, MAX_FILES);
  let fault: unknown;
  for (const { path } of files) {
    const source = await fileSource(path).catch((error: unknown) => {
      if (!(error instanceof FactorioLockError)) throw error;
      if (path.endsWith(".zip") && error.code === "BAD_ARCHIVE") fault ??= error;
      return undefined;
    });
    if (source?.kind === "save") return source;
  }
  if (fault !== undefined) throw fault as FactorioLockError;
  return undefined;
}

async function filesIn(folder: string): Promise<{ readonly path: string; readonly modified: number }[]> {
  const files: { path: string; modified: number }[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (name.endsWith(".tmp.zip")) continue;
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (stats?.isFile() && (await isZip(path))) files.push({ path, modified: stats.mtimeMs });
  }
  return files;
}

async function isZip(path: string): Promise<boolean> {
  const start = await readStart(path, 4).catch(() => undefined);
  return start?.bytes.subarray(0, 2).toString("latin1") === "PK";
}
