import { lstatSync, type Stats } from "node:fs";
import type { Stamp } from "@factorio-lock/core";

/** The stamp of a file. */
export function stampOf(stats: Stats): Stamp {
  return { size: stats.size, modified: stats.mtimeMs, inode: stats.ino };
}

/** Whether two stamps are of the same unchanged file. */
export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.modified === b.modified && a.inode === b.inode;
}

/** Whether something is still what it was. A folder is that as long as it is the same one, whatever is in it. */
export function isStill(path: string, stamp: Stamp): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return false;
  return stats.isDirectory() ? stats.ino === stamp.inode : sameStamp(stampOf(stats), stamp);
}

/** A stamp; undefined when the value is none. */
export function parseStamp(value: unknown): Stamp | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { size, modified, inode } = value as Record<string, unknown>;
  if (typeof size !== "number" || typeof modified !== "number" || typeof inode !== "number") return undefined;
  return { size, modified, inode };
}
