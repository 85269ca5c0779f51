import type { ArchiveInfo } from "../archive/archive-info.ts";
import type { ByteSource } from "../archive/byte-source.ts";
import { badArchive, openZip } from "../archive/open-zip.ts";
import { isInFolder, readInfo } from "../archive/read-info.ts";
import { smallInflater } from "../bytes/small-inflater.ts";
import { bytesSource } from "../mod-source/bytes-source.ts";
import type { ModSource } from "../mod-source/mod-source.ts";

/** A file dropped on a page: a browser's `File`, or a `Blob` with a name. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * Reads the mods listed by a file, like `readModSource` on disk: a save, a `mod-list.json`, a log, a metapackage, a
 * `mods.lock`, a pack file or a mod pack. Only the needed parts of a large file are read. Neighbouring files are not
 * available, so a mod list gives only the versions that it contains.
 *
 * @throws FactorioLockError `FAILED` if the file is none of these, `BAD_ARCHIVE` if it is damaged
 */
export async function readDroppedFile(file: DroppedFile): Promise<ModSource> {
  return bytesSource(file.name, bytesOf(file), smallInflater);
}

/**
 * Reads the `info.json` of a mod archive, like `readArchive` on disk.
 *
 * @throws FactorioLockError `BAD_ARCHIVE`, `UNSAFE_NAME`
 */
export async function readDroppedArchive(file: DroppedFile): Promise<ArchiveInfo> {
  const bad = (fault: string) => badArchive(file.name, fault);
  return readInfo(await openZip(bytesOf(file), smallInflater, isInFolder("info.json"), bad), file.name);
}

function bytesOf(file: DroppedFile): ByteSource {
  return {
    size: file.size,
    read: async (at, length) => new Uint8Array(await file.slice(at, Math.min(file.size, at + length)).arrayBuffer()),
  };
}
