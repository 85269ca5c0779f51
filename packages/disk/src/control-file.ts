import { closeSync, constants, fstatSync, openSync, readFileSync } from "node:fs";
import { renameOverSync } from "./rename-over.ts";
import { writeNew } from "./write-new.ts";

/** The folder in which this program keeps its own files beside those that it changes. */
export const CONTROL_FOLDER = ".factorio-lock";

/** The longest control file that is read, in bytes. */
const MAX_CONTROL_FILE = 64 * 2 ** 20;

/** The bytes of a file that is not a link; undefined if there is none. */
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

/** Replaces a file in one rename, so that a reader sees the old content or the new, whole. */
export function replaceControlFile(path: string, content: string | Uint8Array): void {
  writeNew(`${path}.tmp`, content);
  renameOverSync(`${path}.tmp`, path);
}

/** The JSON object in a control file; undefined if there is none. */
export function readControlJson(path: string): Record<string, unknown> | undefined {
  const text = readControlFile(path)?.toString("utf8");
  try {
    const value: unknown = text === undefined ? undefined : JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
