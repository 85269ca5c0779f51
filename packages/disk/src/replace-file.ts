import { randomBytes } from "node:crypto";
import { open, realpath, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { renameOver } from "./rename-over.ts";
import { syncFolder } from "./sync-folder.ts";

/**
 * Replaces a file atomically: writes a temporary file next to it, syncs it and renames it. A symbolic link at `path` is
 * replaced, not followed. Source: docs/lockfile.md.
 *
 * @throws FactorioLockError FAILED if the folder does not allow it.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${randomBytes(6).toString("hex")}.factorio-lock.tmp`);
  try {
    const mode = await stat(path).then(
      (found) => found.mode & 0o777,
      () => 0o644,
    );
    const file = await open(temporary, "wx", mode);
    try {
      await file.writeFile(content);
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, path);
    syncFolder(folder);
  } catch (error) {
    await rm(temporary, { force: true });
    throw unwritable(path, error);
  }
}

/**
 * Writes an output file chosen by the user. Replaces it atomically like `replaceFile`, but writes directly into a
 * device or pipe, such as `/dev/stdout`.
 *
 * @throws FactorioLockError FAILED if it cannot be written
 */
export async function writeNamedFile(path: string, content: string | Uint8Array): Promise<void> {
  if (!(await isWrittenInto(path))) return replaceFile(path, content);
  await writeFile(path, content).catch((error: unknown) => {
    throw unwritable(path, error);
  });
}

/** Whether the path is a device or a pipe, which must be written into because a rename would destroy it. */
export async function isWrittenInto(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && !found.isFile() && !found.isDirectory();
}

/** The error for the user if a file cannot be written because of a system error. */
export function unwritable(path: string, error: unknown): FactorioLockError {
  const { code } = error as NodeJS.ErrnoException;
  return new FactorioLockError("FAILED", `${path} cannot be written: ${reasonFor(code)}.`, {
    hint: code === "ENOENT" ? "make that folder first." : "check the free space and the permissions of that folder.",
    cause: error,
  });
}

/**
 * Like `replaceFile`, but follows a symbolic link, for files that the user may keep elsewhere, such as the manifest.
 */
export async function replaceLinkedFile(path: string, content: string | Uint8Array): Promise<void> {
  await replaceFile(await realpath(path).catch(() => path), content);
}

function reasonFor(code: string | undefined): string {
  if (code === "ENOSPC" || code === "EDQUOT") return "the disk is full";
  if (code === "EACCES" || code === "EPERM" || code === "EROFS") return "this user may not write there";
  if (code === "ENOENT") return "there is no such folder";
  return code ?? "unknown reason";
}
