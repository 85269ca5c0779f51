import { open } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Archive } from "../catalog/archive.ts";
import { type FolderEntry, properFileName, sameStamp, stampOf } from "./entry.ts";
import type { HotArchives } from "./hot-archives.ts";

/** Bytes read at a time. */
const CHUNK = 512 * 1024;

/**
 * The archive of a folder's file. It is read only while the file is the one that was hashed.
 *
 * @param onChanged called when it is not, so that the folder is looked at again
 */
export function fileArchive(
  directory: string,
  entry: FolderEntry,
  hot: HotArchives,
  onChanged: (file: string) => void,
): Archive {
  const openFile = async () => {
    const handle = await open(path.join(directory, entry.file), "r").catch(() => undefined);
    if (handle && sameStamp(stampOf(await handle.stat()), entry)) return handle;
    await handle?.close();
    onChanged(entry.file);
    return undefined;
  };
  const load = async (): Promise<Buffer | undefined> => {
    const handle = await openFile();
    try {
      return await handle?.readFile();
    } finally {
      await handle?.close();
    }
  };
  return {
    fileName: properFileName(entry),
    size: entry.size,
    sha1: entry.sha1,
    modified: new Date(entry.mtimeMs),
    async read(start, end): Promise<Readable | Buffer | undefined> {
      const bytes = await hot.get(entry, load);
      if (bytes) return bytes.subarray(start, end);
      const handle = await openFile();
      return handle?.createReadStream({ start, end: end - 1, highWaterMark: CHUNK });
    },
  };
}
