import { rm } from "node:fs/promises";
import path from "node:path";
import { compareNames, FactorioLockError, type Lockfile } from "@factorio-lock/core";
import { isHeld } from "@factorio-lock/disk";
import { openFolder } from "../folder/folder-catalog.ts";
import { throwIfInterrupted } from "../interrupted.ts";

export interface PruneOptions {
  /** The mirror's folder. */
  readonly directory: string;
  /** The lockfiles whose releases are kept; at least one. */
  readonly lockfiles: readonly Lockfile[];
  /** Only reports what would be removed. */
  readonly dryRun?: boolean;
  readonly settle?: number;
  /** Has an effect until the first archive is removed. */
  readonly signal?: AbortSignal;
  /** Removes one file. */
  readonly removeFile?: (path: string) => Promise<void>;
}

export interface PruneReport {
  readonly removed: readonly PrunedArchive[];
  /** The number of archives that stay. */
  readonly kept: number;
  /** Files among them that no lockfile lists, but that could not be removed because another program has them open. */
  readonly held: readonly string[];
}

export interface PrunedArchive {
  readonly file: string;
  readonly name: string;
  readonly version: string;
  readonly bytes: number;
}

/**
 * Removes the archives of a mirror that no lockfile lists. Files that are not valid mod archives are left alone.
 *
 * @throws FactorioLockError `USAGE` without a lockfile, `FAILED` if the folder cannot be read or a file cannot be
 *   removed; `INTERRUPTED` if the signal aborts
 */
export async function pruneMirror(options: PruneOptions): Promise<PruneReport> {
  const {
    directory,
    lockfiles,
    dryRun = false,
    settle,
    signal,
    removeFile = (file) => rm(file, { force: true }),
  } = options;
  if (lockfiles.length === 0) {
    throw new FactorioLockError("USAGE", "No lockfile says which archives of the mirror are to stay.", {
      hint: "name the lockfiles whose mods the mirror is to keep.",
    });
  }
  const locked = lockfiles.flatMap((lockfile) => [...lockfile.mods.values()]);
  const keep = new Set<string>(locked.flatMap((mod) => (mod.kind === "release" ? [mod.sha1] : [])));
  const folder = await openFolder(directory, { signal, ...(settle === undefined ? {} : { settle }) });
  try {
    const entries = folder.entries().sort((a, b) => compareNames(a.file, b.file));
    const unlisted = entries.filter(({ sha1 }) => !keep.has(sha1));
    const held: string[] = [];
    throwIfInterrupted(signal);
    for (const { file } of dryRun ? [] : unlisted) {
      await removeFile(path.join(path.resolve(directory), file)).catch((error: unknown) => {
        if (isHeld(error)) return void held.push(file);
        throw new FactorioLockError("FAILED", `${file} cannot be removed: ${String(error)}.`, { cause: error });
      });
    }
    const removed = unlisted.filter(({ file }) => !held.includes(file));
    return {
      held,
      removed: removed.map(({ file, name, version, size }) => ({ file, name, version, bytes: size })),
      kept: entries.length - removed.length,
    };
  } finally {
    await folder.close();
  }
}
