import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

/** Milliseconds after which a temporary file that nobody has touched belongs to nobody. */
const STALE = 60 * 60 * 1000;

/**
 * Removes what killed processes left in a folder of temporary files. Files that were touched in the last hour stay:
 * another process may be at work on them. The date of the last change of any kind counts, since archives get an older
 * date of their own before they are moved.
 */
export async function removeStale(folder: string, now: number = Date.now()): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const info = await stat(file).catch(() => undefined);
    if (info && now - info.ctimeMs > STALE) await rm(file, { force: true }).catch(() => {});
  }
}
