import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";

/** The files that games leave are small; what is larger is none of them. */
const LIMIT = 2 ** 20;

/** The text of a small regular file; undefined if there is none, or something else. */
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
