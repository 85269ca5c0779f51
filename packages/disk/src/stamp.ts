import { type BigIntStats, lstatSync } from "node:fs";
import type { Stamp } from "@factorio-lock/core";
import { fileId, parseFileId } from "./file-id.ts";

/** The stamp of a file. */
export function stampOf(stats: BigIntStats): Stamp {
  const second = 1_000_000_000n;
  const modified = Number(stats.mtimeNs / second) * 1e3 + Number(stats.mtimeNs % second) / 1e6;
  return { size: Number(stats.size), modified, inode: fileId(stats) };
}

/** Whether two stamps belong to the same, unchanged file. */
export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.modified === b.modified && a.inode === b.inode;
}

/** Whether a file is unchanged since the stamp was taken. For a folder only its identity counts, not its contents. */
export function isStill(path: string, stamp: Stamp): boolean {
  const stats = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (!stats) return false;
  return stats.isDirectory() ? fileId(stats) === stamp.inode : sameStamp(stampOf(stats), stamp);
}

/** Parses a recorded stamp; undefined if the value is invalid. */
export function parseStamp(value: unknown): Stamp | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { size, modified, ...rest } = value as Record<string, unknown>;
  const inode = parseFileId(rest["inode"]);
  if (typeof size !== "number" || typeof modified !== "number" || inode === undefined) return undefined;
  return { size, modified, inode };
}
