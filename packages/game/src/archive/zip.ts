import type { FactorioLockError } from "@factorio-lock/core";
import { nodeInflater } from "../bytes/node-inflater.ts";
import { fileBytes } from "./byte-source.ts";
import { openToRead } from "./open-to-read.ts";
import { badArchive, type OpenZip, openZip } from "./open-zip.ts";

/**
 * Opens a zip file, checks its whole structure and passes it to `use`. See `openZip` for what is rejected.
 *
 * @param file how the zip is named in errors
 * @param wanted selects entries by their name with forward slashes
 * @param bad creates the error for a fault in the zip; by default one for a mod archive
 * @throws FactorioLockError `BAD_ARCHIVE`; the system's error if the file cannot be read
 */
export async function withZip<T>(
  path: string,
  file: string,
  wanted: (name: string) => boolean,
  use: (zip: OpenZip) => Promise<T>,
  bad: (fault: string) => FactorioLockError = (fault) => badArchive(file, fault),
): Promise<T> {
  const handle = await openToRead(path);
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw bad("it is not a file");
    return await use(await openZip(fileBytes(handle, stats.size), nodeInflater, wanted, bad));
  } finally {
    await handle.close();
  }
}
