import { mkdir, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { archivesFolder, layoutRoot, partialFolder } from "./layout.ts";

/** The line by which backup programs know a folder that they need not keep. Source: bford.info/cachedir. */
const CACHE_TAG =
  "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds downloads of factorio-lock, which can be downloaded again.\n";

/** Makes the folders of a store. */
export async function prepareStore(directory: string): Promise<void> {
  await makeFolder(archivesFolder(directory));
  await makeFolder(partialFolder(directory));
  await writeFile(join(layoutRoot(directory), "CACHEDIR.TAG"), CACHE_TAG, { flag: "wx" }).catch((error: unknown) => {
    if (!isThere(error)) throw error;
  });
}

/**
 * Makes a folder and those above it, from the top. Node's own recursive `mkdir` never ends where the system says of a new
 * folder in one that exists that there is no such place, as it does below `/proc`.
 */
async function makeFolder(folder: string): Promise<void> {
  const exists = await stat(folder).then(
    (stats) => stats.isDirectory(),
    () => false,
  );
  if (exists) return;
  const parent = dirname(folder);
  if (parent !== folder) await makeFolder(parent);
  await mkdir(folder).catch((error: unknown) => {
    if (!isThere(error)) throw error;
  });
}

function isThere(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === "EEXIST";
}
