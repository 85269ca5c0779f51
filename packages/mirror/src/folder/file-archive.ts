import { type FileHandle, open } from "node:fs/promises";
import path from "node:path";
import { ignoreMissing } from "@factorio-lock/disk";
import type { Archive, OpenArchive } from "../catalog/archive.ts";
import { type FolderEntry, properFileName, sameStamp, stampOf } from "./entry.ts";
import type { HotArchives } from "./hot-archives.ts";
import { type SharedFile, sharedFile } from "./shared-file.ts";

/**
 * The archive in a file of the folder. It can be opened only while the file is the one that was hashed.
 *
 * @param onChanged called if the file has changed, so that it is scanned again
 */
export function fileArchive(
  directory: string,
  entry: FolderEntry,
  hot: HotArchives,
  onChanged: (file: string) => void,
): Archive {
  /** The open file, shared by its readers, so that stalled clients do not use up the file descriptors. */
  let opened: Promise<SharedFile | undefined> | undefined;
  const openFile = async (): Promise<FileHandle | undefined> => {
    const handle = await open(path.join(directory, entry.file), "r").catch(ignoreMissing);
    try {
      if (handle && sameStamp(stampOf(await handle.stat({ bigint: true })), entry)) return handle;
    } catch (error) {
      await handle?.close();
      throw error;
    }
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
  const openShared = async (): Promise<SharedFile | undefined> => {
    try {
      const handle = await openFile();
      if (handle) return sharedFile(handle, () => (opened = undefined));
    } catch (error) {
      opened = undefined;
      throw error;
    }
    opened = undefined;
    return undefined;
  };
  const openReader = async (): Promise<OpenArchive | undefined> => {
    opened ??= openShared();
    return (await opened)?.reader();
  };
  return {
    fileName: properFileName(entry),
    size: entry.size,
    sha1: entry.sha1,
    modified: new Date(entry.mtimeMs),
    open() {
      const bytes = hot.get(entry, load);
      if (Buffer.isBuffer(bytes)) return bytes;
      return bytes === undefined
        ? openReader()
        : bytes.then((content): ReturnType<Archive["open"]> => content ?? openReader());
    },
  };
}
