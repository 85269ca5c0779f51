import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { renameOverSync } from "./rename-over.ts";
import { writeNew } from "./write-new.ts";

/** The folder for this program's own files, next to the files that it changes. */
export const CONTROL_FOLDER = ".factorio-lock";

/** The longest control file that is read, in bytes. */
const MAX_CONTROL_FILE = 64 * 2 ** 20;

/**
 * The bytes of a control file; undefined if it is missing, too large, or not a regular file (links are not followed).
 */
export function readControlFile(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (["ENOENT", "ELOOP", "ENOTDIR"].includes((error as NodeJS.ErrnoException).code ?? "")) return undefined;
    throw error;
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile() || stats.size > MAX_CONTROL_FILE) return undefined;
    return readFileSync(file);
  } finally {
    closeSync(file);
  }
}

/** Replaces a file atomically, by one rename: a reader sees either the whole old content or the whole new content. */
export function replaceControlFile(path: string, content: string | Uint8Array): void {
  writeNew(`${path}.tmp`, content);
  renameOverSync(`${path}.tmp`, path);
}

/** The JSON object in a control file; undefined if the file cannot be used or holds anything else. */
export function readControlJson(path: string): Record<string, unknown> | undefined {
  const text = readControlFile(path)?.toString("utf8");
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
