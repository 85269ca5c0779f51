import type { BigIntStats } from "node:fs";

/**
 * The inode number of a file, as text: on Windows and some network file systems it exceeds 2⁵³, where two inodes can
 * round to the same JavaScript number. Nothing else in this project reads `ino`.
 *
 * @param stats taken with `{ bigint: true }`
 */
export function fileId({ ino }: Pick<BigIntStats, "ino">): string {
  return String(ino);
}

/** Parses a recorded file id; undefined if the value is invalid. Earlier versions wrote it as a number. */
export function parseFileId(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  return typeof value === "string" && /^\d{1,20}$/.test(value) ? value : undefined;
}
