import { lstat, unlink, utimes } from "node:fs/promises";
import { ignoreMissing } from "@factorio-lock/disk";
import { hashFiles } from "@factorio-lock/game";
import { throwIfInterrupted } from "../interrupted.ts";
import { type SealedArchive, sealTime } from "./seal.ts";

/**
 * Rehashes archives in the store whose seal is broken: they were copied there by the user, written to, or requested
 * under another name. Those that do not match their SHA-1 are removed.
 *
 * @returns the archives with the right bytes
 * @throws FactorioLockError `INTERRUPTED`; the system's errors
 */
export async function rightBytes<A extends SealedArchive>(
  archives: readonly A[],
  pathOf: (archive: A) => string,
  signal: AbortSignal | undefined,
): Promise<A[]> {
  const present: A[] = [];
  for (const archive of archives) {
    if ((await lstat(pathOf(archive)).catch(ignoreMissing))?.isFile()) present.push(archive);
  }
  if (present.length === 0) return [];
  const hashes = await hashFiles(present.map(pathOf), signal ? { signal } : {}).catch((error: unknown) => {
    throwIfInterrupted(signal);
    throw error;
  });
  const right = present.filter(({ sha1 }, at) => hashes[at] === sha1);
  const wrong = present.filter(({ sha1 }, at) => hashes[at] !== sha1);
  for (const archive of wrong) await unlink(pathOf(archive)).catch(ignoreMissing);
  return right;
}

/** Seals an archive in the store by setting its modification time. */
export async function seal(archive: SealedArchive, path: string): Promise<void> {
  const stats = await lstat(path).catch(ignoreMissing);
  if (stats === undefined) return;
  const time = sealTime(archive, stats.size);
  await utimes(path, time, time).catch(ignoreMissing);
}
