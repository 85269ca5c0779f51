import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { makeFolder, makePrivateFolder } from "@factorio-lock/disk";
import { archivesFolder, layoutRoot, partialFolder } from "./layout.ts";

/** The tag by which backup programs recognise a cache folder that they can skip. Source: bford.info/cachedir. */
const CACHE_TAG =
  "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds downloads of factorio-lock, which can be downloaded again.\n";

/**
 * Creates the folders of a store, accessible only to its user, since they reveal what that user plays. A store that is
 * shared on purpose (by the set-group-ID bit, or by belonging to another user) stays shared.
 */
export async function prepareStore(directory: string): Promise<void> {
  makePrivateFolder(layoutRoot(directory), { mayBeShared: true });
  makeFolder(archivesFolder(directory));
  makeFolder(partialFolder(directory));
  await writeFile(join(layoutRoot(directory), "CACHEDIR.TAG"), CACHE_TAG, { flag: "wx" }).catch((error: unknown) => {
    if (!alreadyExists(error)) throw error;
  });
}

function alreadyExists(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EEXIST";
}
