import { renameSync } from "node:fs";
import { rename } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";

/** On Windows a rename is tried up to 20 times, with 19 pauses: 950 ms in all. */
const MAX_TRIES = 20;
const PAUSE_MS = 50;

/** Error codes on Windows while a virus scanner or an indexer has one of the files open. */
const HELD: ReadonlySet<string | undefined> = new Set(["EPERM", "EACCES", "EBUSY"]);

/**
 * Renames a file or folder, replacing an existing file. On Windows another program may have one of them open for a
 * moment, so the rename is retried for almost a second.
 *
 * @throws the system's errors
 */
export async function renameOver(
  from: string,
  to: string,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  for (let triesLeft = platform === "win32" ? MAX_TRIES : 1; ; triesLeft -= 1) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (triesLeft <= 1 || !HELD.has((error as NodeJS.ErrnoException).code)) throw error;
      await sleep(PAUSE_MS);
    }
  }
}

/** Like `renameOver`, but blocks while it waits, for callers that must not yield to the event loop. */
export function renameOverSync(from: string, to: string, platform: NodeJS.Platform = process.platform): void {
  for (let triesLeft = platform === "win32" ? MAX_TRIES : 1; ; triesLeft -= 1) {
    try {
      return renameSync(from, to);
    } catch (error) {
      if (triesLeft <= 1 || !HELD.has((error as NodeJS.ErrnoException).code)) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE_MS);
    }
  }
}
