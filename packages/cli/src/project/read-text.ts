import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";

/** A larger file cannot be ours. */
const MAX_BYTES = 16_000_000;

/**
 * A text file of the project; undefined if there is none.
 *
 * @throws FactorioLockError with the code given, for a file that cannot be read, is too large, or is not a regular file: a
 *   project may come from anybody, with a link to a pipe or a device in it.
 */
export async function readText(
  path: string,
  code: "MANIFEST_INVALID" | "LOCKFILE_INVALID" | "FAILED",
): Promise<string | undefined> {
  let file: number | undefined;
  try {
    // `node:fs/promises` takes longer to load than such a file to read. O_NONBLOCK: opening a pipe would wait for its writer.
    file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stats = fstatSync(file);
    if (!stats.isFile()) {
      const what = stats.isDirectory() ? "it is a folder" : "it is not a regular file";
      throw new FactorioLockError(code, `${path} cannot be read: ${what}.`);
    }
    if (stats.size > MAX_BYTES) throw new FactorioLockError(code, `${path} is too large to be right.`);
    const bytes = readUpTo(file, stats.size);
    if (isUtf16(bytes)) {
      throw new FactorioLockError(code, `${path} cannot be read: it is written in UTF-16.`, {
        hint: "save it as UTF-8: in Notepad under Save as, Encoding.",
      });
    }
    return bytes.toString("utf8");
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    const { code: reason } = error as NodeJS.ErrnoException;
    if (reason === "ENOENT") return undefined;
    throw new FactorioLockError(code, `${path} cannot be read: ${reasonFor(reason)}.`, { cause: error });
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Recognises UTF-16 by its byte order mark, or by the zero bytes of ASCII letters. */
function isUtf16(bytes: Buffer): boolean {
  const [first = -1, second = -1] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return bytes.length >= 4 && (first === 0) !== (second === 0) && (bytes[2] === 0) === (first === 0);
}

/** Reads no further than `size`, because a file that reports none may have no end. */
function readUpTo(file: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  let length = 0;
  while (length < size) {
    const count = readSync(file, bytes, length, size - length, null);
    if (count === 0) break;
    length += count;
  }
  return bytes.subarray(0, length);
}

function reasonFor(code: string | undefined): string {
  if (code === "EISDIR") return "it is a folder"; // Windows does not open one.
  if (code === "EACCES" || code === "EPERM") return "this user may not read it";
  return code ?? "unknown reason";
}
