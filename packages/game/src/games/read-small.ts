import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** The files read here are small; a larger file cannot be one of them. */
const LIMIT = 2 ** 20;

/** The text of a regular file of at most 1 MB, without its byte order mark; undefined for anything else. */
export function readSmall(path: string): string | undefined {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > LIMIT) return undefined;
    const bytes = Buffer.alloc(stats.size);
    let length = 0;
    while (length < bytes.length) {
      const read = readSync(file, bytes, length, bytes.length - length, null);
      if (read === 0) break;
      length += read;
    }
    return bytes
      .subarray(0, length)
      .toString("utf8")
      .replace(/^\u{feff}/u, "");
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}
