import { unlink } from "node:fs/promises";
import { sweepDead } from "@factorio-lock/disk";
import { listPartials } from "../partial/list-partials.ts";
import { partialFolder } from "./layout.ts";
import { listArchives, unlessGone } from "./list-archives.ts";
import { storeFault } from "./store-fault.ts";

/** What was removed from a store. */
export interface Sweep {
  readonly archives: number;
  readonly partials: number;
  /** Of both together. */
  readonly bytes: number;
}

/**
 * Removes the archives that are not to be kept, and the partial files that nobody writes. Only files with the names that
 * a store gives are touched.
 *
 * @throws FactorioLockError `FAILED`
 */
export async function sweep(directory: string, keep: ReadonlySet<string>): Promise<Sweep> {
  try {
    let [archives, partials, bytes] = [0, 0, 0];
    for (const archive of await listArchives(directory)) {
      if (keep.has(archive.sha1)) continue;
      await unlink(archive.path).catch(unlessGone);
      archives += 1;
      bytes += archive.bytes;
    }
    for (const partial of await listPartials(directory)) {
      if (partial.isBusy) continue;
      await unlink(partial.path).catch(unlessGone);
      partials += 1;
      bytes += partial.bytes;
    }
    await sweepDead(partialFolder(directory));
    return { archives, partials, bytes };
  } catch (error) {
    throw storeFault(error, directory);
  }
}
