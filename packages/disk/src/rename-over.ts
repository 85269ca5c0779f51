import { renameSync } from "node:fs";
import { rename } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** How often, and after how many milliseconds, a rename is tried again on Windows: a second in all. */
const TRIES = 20;
const PAUSE = 50;

/** Error codes on Windows while a virus scanner or an indexer holds one of the files for a moment. */
const HELD: ReadonlySet<string | undefined> = new Set(["EPERM", "EACCES", "EBUSY"]);

/**
 * Renames, also over a file. On Windows another program may hold one of the two for a moment: tried for up to a second.
 *
 * @throws the system's errors
 */
export async function renameOver(
  from: string,
  to: string,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  for (let tries = platform === "win32" ? TRIES : 1; ; tries -= 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (tries <= 1 || !HELD.has((error as NodeJS.ErrnoException).code)) throw error;
      await sleep(PAUSE);
    }
  }
}

/** As `renameOver`, for callers that must not let anything else run in between: it blocks while it waits. */
export function renameOverSync(from: string, to: string, platform: NodeJS.Platform = process.platform): void {
  for (let tries = platform === "win32" ? TRIES : 1; ; tries -= 1) {
    try {
      return renameSync(from, to);
    } catch (error) {
      if (tries <= 1 || !HELD.has((error as NodeJS.ErrnoException).code)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
    }
  }
}
