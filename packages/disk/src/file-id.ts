import type { BigIntStats } from "node:fs";

/**
 * The number of a file on its disk, as text: on Windows, and on some network file systems, it goes beyond 2⁵³, from where on
 * JavaScript's numbers take two files for one. Nothing else in this project reads `ino`.
 *
 * @param stats taken with `{ bigint: true }`
 */
export function fileId({ ino }: Pick<BigIntStats, "ino">): string {
  return String(ino);
}

/** A file's number out of a record; undefined when the value is none. Earlier versions wrote it as a number. */
export function parseFileId(value: unknown): string | undefined {
  if (typeof value === "number") return Number.isSafeInteger(value) && value >= 0 ? String(value) : undefined;
  return typeof value === "string" && /^\d{1,20}$/.test(value) ? value : undefined;
}
