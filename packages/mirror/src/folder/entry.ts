import type { BigIntStats } from "node:fs";
import { stampOf as diskStampOf } from "@factorio-lock/disk";

/** Identifies one state of a file: an equal stamp means that it has not changed. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: string;
}

/** A file of the folder whose archive is sound, with the data that the mirror serves about it. */
export interface FolderEntry extends FileStamp {
  /** The file's name in the folder; it need not be the archive's proper name. */
  readonly file: string;
  readonly sha1: string;
  readonly name: string;
  readonly version: string;
  readonly title: string;
  readonly author: string;
  readonly description?: string;
  readonly homepage?: string;
  readonly factorioVersion: string;
  readonly dependencies?: readonly string[];
  readonly thumbnail?: true;
  /** When the archive was made, in milliseconds, where the time of the file is the seal of a store and tells nothing. */
  readonly made?: number;
}

/** A file of the folder that cannot be served, and why. */
interface RefusedFile extends FileStamp {
  readonly file: string;
  /** A sentence for the owner of the mirror. */
  readonly refused: string;
}

/** A file of the folder that ends in `.zip`, read. */
export type KnownFile = FolderEntry | RefusedFile;

export function isEntry(known: KnownFile): known is FolderEntry {
  return !("refused" in known);
}

export function stampOf(stats: BigIntStats): FileStamp {
  const { size, modified: mtimeMs, inode: ino } = diskStampOf(stats);
  return { size, mtimeMs, ino };
}

export function sameStamp(a: FileStamp, b: FileStamp): boolean {
  return a.size === b.size && a.mtimeMs === b.mtimeMs && a.ino === b.ino;
}

/** `NAME_VERSION.zip`, the name under which the archive is served. */
export function properFileName(entry: Pick<FolderEntry, "name" | "version">): string {
  return `${entry.name}_${entry.version}.zip`;
}
