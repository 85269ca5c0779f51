import type { BigIntStats } from "node:fs";
import { stampOf as diskStampOf } from "@factorio-lock/disk";

/** Identifies a state of a file: with an equal stamp it has not changed. */
export interface FileStamp {
  readonly size: number;
  readonly mtimeMs: number;
  readonly ino: string;
}

/** A file in the folder that is a valid archive, with the data that the mirror serves about it. */
export interface FolderEntry extends FileStamp {
  /** The file's name in the folder, which may differ from `NAME_VERSION.zip`. */
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
  /** The creation time of the archive in milliseconds; present if the file's own time is the seal of a store. */
  readonly made?: number;
}

/** A file in the folder that cannot be served, with the reason. */
interface RefusedFile extends FileStamp {
  readonly file: string;
  /** A sentence for the owner of the mirror. */
  readonly refused: string;
}

/** A `.zip` file in the folder that has been read. */
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
