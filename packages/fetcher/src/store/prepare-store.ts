import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, makePrivateFolder } from "@factorio-lock/disk";
import { archivesFolder, layoutRoot, partialFolder } from "./layout.ts";

/** The line by which backup programs know a folder that they need not keep. Source: bford.info/cachedir. */
const CACHE_TAG =
  "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds downloads of factorio-lock, which can be downloaded again.\n";

/**
 * Makes the folders of a store, for its user alone: what lies there is what that user plays. A store that is shared on
 * purpose, by the set-group-ID bit or by being another user's, stays shared.
 */
export async function prepareStore(directory: string): Promise<void> {
  makePrivateFolder(layoutRoot(directory), { mayBeShared: true });
  makeFolder(archivesFolder(directory));
  makeFolder(partialFolder(directory));
  await writeFile(join(layoutRoot(directory), "CACHEDIR.TAG"), CACHE_TAG, { flag: "wx" }).catch((error: unknown) => {
    if (!isThere(error)) throw error;
  });
}

function isThere(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EEXIST";
}
