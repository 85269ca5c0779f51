import { unlink } from "node:fs/promises";
import { ignoreMissing, isHeld, sweepDead } from "@factorio-lock/disk";
import { listPartials } from "../partial/list-partials.ts";
import { partialFolder } from "./layout.ts";
import { listArchives } from "./list-archives.ts";
import { storeFault } from "./store-fault.ts";

/** The outcome of removing files from a store. */
export interface Sweep {
  readonly archives: number;
  readonly partials: number;
  /** The bytes of both together. */
  readonly bytes: number;
  /** Paths of files that could not be removed: another program has them open, or they are protected. */
  readonly held: readonly string[];
}

/**
 * Removes all archives except those in `keep`, and all partial files that nobody is writing. Files with names that a
 * store does not use are left alone.
 *
 * @param removeFile removes one file
 * @throws FactorioLockError `FAILED`
 */
export async function sweep(
  directory: string,
  keep: ReadonlySet<string>,
  removeFile: (path: string) => Promise<void> = unlink,
): Promise<Sweep> {
  const held: string[] = [];
  const remove = async (path: string): Promise<boolean> => {
    try {
      await removeFile(path).catch(ignoreMissing);
      return true;
    } catch (error) {
      if (!isHeld(error)) throw error;
      held.push(path);
      return false;
    }
  };
  try {
    let [archives, partials, bytes] = [0, 0, 0];
    for (const archive of await listArchives(directory)) {
      if (keep.has(archive.sha1)) continue;
      if (!(await remove(archive.path))) continue;
      archives += 1;
      bytes += archive.bytes;
    }
    for (const partial of await listPartials(directory)) {
      if (partial.isBusy || !(await remove(partial.path))) continue;
      partials += 1;
      bytes += partial.bytes;
    }
    await sweepDead(partialFolder(directory));
    return { archives, partials, bytes, held };
  } catch (error) {
    throw storeFault(error, directory);
  }
}
