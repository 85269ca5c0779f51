import type { ArchiveInfo } from "../archive/archive-info.ts";
import type { ByteSource } from "../archive/byte-source.ts";
import { badArchive, openZip } from "../archive/open-zip.ts";
import { isInFolder, readInfo } from "../archive/read-info.ts";
import { smallInflater } from "../bytes/small-inflater.ts";
import { bytesSource } from "../mod-source/bytes-source.ts";
import type { ModSource } from "../mod-source/mod-source.ts";

/** A file that was dropped on a page: any `File` of a browser, or a `Blob` with a name. */
export interface DroppedFile {
  readonly name: string;
  readonly size: number;
  slice(start: number, end: number): { arrayBuffer(): Promise<ArrayBuffer> };
}

/**
 * The mods that a file tells of, as `readModSource` reads them from the disk: a save, a `mod-list.json`, a log, a
 * metapackage, a `mods.lock`, a pack file or a mod pack. Of a large file only the parts that are needed are read. What would
 * lie beside it is not seen: a mod list has only the versions that it names.
 *
 * @throws FactorioLockError `FAILED` when it is none of them, `BAD_ARCHIVE` when it is a damaged one
 */
export async function readDroppedFile(file: DroppedFile): Promise<ModSource> {
  return bytesSource(file.name, bytesOf(file), smallInflater);
}

/**
 * Reads the `info.json` of a mod archive, as `readArchive` does from the disk.
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
