import { open } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Archive } from "../catalog/archive.ts";
import { type FolderEntry, properFileName, sameStamp, stampOf } from "./entry.ts";

/** Bytes read at a time. */
const CHUNK = 512 * 1024;

/**
 * The archive of a folder's file. It is read only while the file is the one that was hashed.
 *
 * @param onChanged called when it is not, so that the folder is looked at again
 */
export function fileArchive(directory: string, entry: FolderEntry, onChanged: (file: string) => void): Archive {
  return {
    fileName: properFileName(entry),
    size: entry.size,
    sha1: entry.sha1,
    modified: new Date(entry.mtimeMs),
    async read(start, end): Promise<Readable | undefined> {
      const handle = await open(path.join(directory, entry.file), "r").catch(() => undefined);
      if (handle && sameStamp(stampOf(await handle.stat()), entry)) {
        return handle.createReadStream({ start, end: end - 1, highWaterMark: CHUNK });
      }
      await handle?.close();
      onChanged(entry.file);
      return undefined;
    },
  };
}
