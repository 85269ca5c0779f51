import { lstatSync } from "node:fs";
import { resolve } from "node:path";
import type { Sha1 } from "@factorio-lock/core";
import { listPartials } from "../partial/list-partials.ts";
import { archivePath } from "./layout.ts";
import { listArchives } from "./list-archives.ts";
import { isSealed, type SealedArchive } from "./seal.ts";
import { type Sweep, sweep } from "./sweep.ts";
import { type StoreVerification, type VerifyStoreOptions, verifyStore } from "./verify-store.ts";

/** The local folder of downloaded archives, keyed by SHA-1. Many processes may use one at the same time. */
export interface Store {
  /** Absolute. */
  readonly directory: string;
  /** Where the archive of a SHA-1 lies, or would lie. @throws FactorioLockError `UNSAFE_NAME` for what is no SHA-1 */
  archivePath(sha1: Sha1): string;
  /**
   * Whether the archive is here and is, by its size and modification time, the one that was checked under this file name.
   * Costs one look at the file. False also for one that was changed since: `fetchArchives` then reads it again.
   */
  has(archive: SealedArchive): boolean;
  sizes(): Promise<StoreSizes>;
  /** Removes every archive that is not to be kept, and every partial file that nobody downloads. */
  prune(keep: Iterable<Sha1>): Promise<Sweep>;
  /** Reads every archive again, on all cores, and removes those whose bytes do not have the SHA-1 of their name. */
  verify(options?: VerifyStoreOptions): Promise<StoreVerification>;
  /** Removes every archive, and every partial file that nobody downloads. */
  clean(): Promise<Sweep>;
}

/** The number and size of a store's files. */
export interface StoreSizes {
  readonly archives: number;
  readonly bytes: number;
  /** Archives that are not complete. */
  readonly partials: number;
  readonly partialBytes: number;
}

/** Opens the store in a directory, which is made when something is first written. No I/O. */
export function openStore(directory: string): Store {
  const root = resolve(directory);
  return {
    directory: root,
    archivePath: (sha1) => archivePath(root, sha1),
    has(archive) {
      const stats = lstatSync(archivePath(root, archive.sha1 as Sha1), { throwIfNoEntry: false });
      return stats !== undefined && isSealed(stats, archive);
    },
    async sizes() {
      const archives = await listArchives(root);
      const partials = await listPartials(root);
      return {
        archives: archives.length,
        bytes: sumOf(archives),
        partials: partials.length,
        partialBytes: sumOf(partials),
      };
    },
    prune: (keep) => sweep(root, new Set(keep)),
    verify: (options) => verifyStore(root, options),
    clean: () => sweep(root, new Set()),
  };
}

function sumOf(files: readonly { readonly bytes: number }[]): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
