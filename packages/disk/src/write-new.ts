import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";

/**
 * Writes a new file and syncs it. Anything at `path` is removed first, so a link there is never followed.
 *
 * @throws the system's errors, with the path
 */
export function writeNew(path: string, content: string | Uint8Array, mode = 0o644): void {
  rmSync(path, { force: true });
  const file = openSync(path, "wx", mode);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } catch (error) {
    throw Object.assign(error as NodeJS.ErrnoException, { path });
  } finally {
    closeSync(file);
  }
}
