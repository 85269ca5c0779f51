import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { archivesFolder, layoutRoot, partialFolder } from "./layout.ts";

/** The line by which backup programs know a folder that they need not keep. Source: bford.info/cachedir. */
const CACHE_TAG =
  "Signature: 8a477f597d28d172789f06886806bc55\n# This folder holds downloads of factorio-lock, which can be downloaded again.\n";

/** Makes the folders of a store. */
export async function prepareStore(directory: string): Promise<void> {
  await mkdir(archivesFolder(directory), { recursive: true });
  await mkdir(partialFolder(directory), { recursive: true });
  await writeFile(join(layoutRoot(directory), "CACHEDIR.TAG"), CACHE_TAG, { flag: "wx" }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  });
}
