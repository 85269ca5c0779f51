import { lstat, unlink } from "node:fs/promises";
import type { Sha1 } from "@factorio-lock/core";
import { isHeld } from "@factorio-lock/disk";
import { hashFiles } from "@factorio-lock/game";
import { throwIfInterrupted } from "../interrupted.ts";
import { listArchives, unlessGone } from "./list-archives.ts";
import { storeFault } from "./store-fault.ts";

/** How a store is verified. */
export interface VerifyStoreOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The outcome of rehashing every archive in a store. */
export interface StoreVerification {
  readonly checked: number;
  /** Of all that were checked. */
  readonly bytes: number;
  /** Those with other bytes than their name says; they have been removed. */
  readonly damaged: readonly DamagedArchive[];
  /** Paths of those that are damaged or cannot be read, and stay, as another program has them open. */
  readonly held: readonly string[];
}

/** An archive whose bytes have changed since it was checked, or that the disk does not give back. */
export interface DamagedArchive {
  /** The expected hash. */
  readonly sha1: Sha1;
  /** Where it lay. */
  readonly path: string;
}

/**
 * Reads every archive of a store again, on all cores, and removes the damaged.
 *
 * @param removeFile removes one file
 * @throws FactorioLockError `FAILED`, `INTERRUPTED`
 */
export async function verifyStore(
  directory: string,
  options: VerifyStoreOptions = {},
  removeFile: (path: string) => Promise<void> = unlink,
): Promise<StoreVerification> {
  const { signal } = options;
  try {
    const archives = await listArchives(directory);
    const hashes = await hashFiles(
      archives.map(({ path }) => path),
      signal ? { signal } : {},
    );
    const damaged: DamagedArchive[] = [];
    const held: string[] = [];
    for (const [at, { sha1, path }] of archives.entries()) {
      if (hashes[at] === sha1) continue;
      // A file that another process has removed in the meantime is not damaged.
      if ((await lstat(path).catch(unlessGone)) === undefined) continue;
      try {
        await removeFile(path).catch(unlessGone);
        damaged.push({ sha1, path });
      } catch (error) {
        if (!isHeld(error)) throw error;
        held.push(path);
      }
    }
    const bytes = archives.reduce((sum, archive) => sum + archive.bytes, 0);
    return { checked: archives.length, bytes, damaged, held };
  } catch (error) {
    throwIfInterrupted(signal);
    throw storeFault(error, directory);
  }
}
