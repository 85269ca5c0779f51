import { lstat, unlink } from "node:fs/promises";
import type { Sha1 } from "@factorio-lock/core";
import { ignoreMissing, isHeld } from "@factorio-lock/disk";
import { hashFiles } from "@factorio-lock/game";
import { throwIfInterrupted } from "../interrupted.ts";
import { listArchives } from "./list-archives.ts";
import { storeFault } from "./store-fault.ts";

/** Options of `Store.verify`. */
export interface VerifyStoreOptions {
  readonly signal?: AbortSignal | undefined;
}

/** The outcome of rehashing every archive in a store. */
export interface StoreVerification {
  readonly checked: number;
  /** The bytes of all checked archives. */
  readonly bytes: number;
  /** Archives whose bytes did not match their name; they have been removed. */
  readonly damaged: readonly DamagedArchive[];
  /** Paths of damaged or unreadable archives that could not be removed because another program has them open. */
  readonly held: readonly string[];
}

/** An archive whose bytes have changed since it was verified, or that the disk cannot read. */
export interface DamagedArchive {
  /** The expected hash. */
  readonly sha1: Sha1;
  /** The path that it had. */
  readonly path: string;
}

/**
 * Rehashes every archive of a store, on all cores, and removes damaged ones.
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
      // A file that another process has removed meanwhile is not damaged.
      if ((await lstat(path).catch(ignoreMissing)) === undefined) continue;
      try {
        await removeFile(path).catch(ignoreMissing);
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
