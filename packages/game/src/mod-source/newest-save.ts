import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { fileSource } from "./file-source.ts";
import type { ModSource } from "./mod-source.ts";
import { readStart } from "./read-start.ts";

/** So many files are looked at, the newest first. */
const MOST_LOOKS = 20;

/**
 * The newest save in `saves/` of a folder, else in the folder itself; undefined if there is none. Which file is a save
 * shows in its content.
 *
 * @throws FactorioLockError what reading the newest save throws, where none can be read
 */
export async function newestSave(folder: string): Promise<ModSource | undefined> {
  for (const place of [join(folder, "saves"), folder]) {
    const found = await newestIn(place);
    if (found) return found;
  }
  return undefined;
}

async function newestIn(folder: string): Promise<ModSource | undefined> {
  const files = (await filesIn(folder)).sort((a, b) => b.modified - a.modified).slice(0, MOST_LOOKS);
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
