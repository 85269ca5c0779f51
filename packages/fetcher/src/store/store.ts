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
  /**
   * The path of the archive with a SHA-1, which need not exist. @throws FactorioLockError `UNSAFE_NAME` for an invalid
   * SHA-1
   */
  archivePath(sha1: Sha1): string;
  /**
   * Whether the archive is present and, by its size and modification time, was verified under this file name. Reads
   * only the file's metadata. False if it was changed since; `fetchArchives` then hashes it again.
   */
  has(archive: SealedArchive): boolean;
  sizes(): Promise<StoreSizes>;
  /** Removes all archives except those in `keep`, and all partial files that nobody is downloading. */
  prune(keep: Iterable<Sha1>): Promise<Sweep>;
  /** Rehashes every archive, on all cores, and removes those whose bytes do not match the SHA-1 in their name. */
  verify(options?: VerifyStoreOptions): Promise<StoreVerification>;
  /** Removes all archives, and all partial files that nobody is downloading. */
  clean(): Promise<Sweep>;
}

/** The number and size of a store's files. */
export interface StoreSizes {
  readonly archives: number;
  readonly bytes: number;
  /** Partially downloaded archives. */
  readonly partials: number;
  readonly partialBytes: number;
}

/** Opens the store in a directory. Does no I/O: the directory is created on the first write. */
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
