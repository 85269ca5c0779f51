import { readdir, rm, stat } from "node:fs/promises";
import path from "node:path";

/** A temporary file without changes for this long is considered abandoned. */
const STALE_MS = 60 * 60 * 1000;

/**
 * Removes files that killed processes left in a folder of temporary files. Files changed within the last hour stay,
 * because another process may be using them. The ctime counts, because archives get an older modification time before
 * they are moved.
 */
export async function removeStale(folder: string, now: number = Date.now()): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    const info = await stat(file).catch(() => undefined);
    if (info && now - info.ctimeMs > STALE_MS) await rm(file, { force: true }).catch(() => {});
  }
}
