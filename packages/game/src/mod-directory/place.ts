import { constants, copyFileSync, linkSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { tree } from "./fingerprint.ts";

/** How an archive was placed. */
export type PlacingMethod = "reflink" | "hard link" | "copy";

/** Places an archive of the store at an unused path. */
export type Placer = (source: string, path: string) => Promise<PlacingMethod>;

/**
 * Creates a placer that tries reflink, hard link and copy, in this order. A method that failed once is not tried again,
 * because the store and the mod directory are each on one disk. The exception: if one file has too many hard links,
 * only that file is copied. Source: docs/mod-directory.md, "Contents".
 */
export function createPlacer(): Placer {
  let method: PlacingMethod = "reflink";
  return async (source, path) => {
    if (method === "reflink") {
      if (succeeds(() => copyFileSync(source, path, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL)))
        return method;
      method = "hard link";
    }
    if (method === "hard link") {
      let code: string | undefined;
      if (
        succeeds(
          () => linkSync(source, path),
          (error) => (code = error.code),
        )
      )
        return method;
      if (code !== "EMLINK") method = "copy";
    }
    rmSync(path, { force: true });
    await copyFile(source, path, constants.COPYFILE_EXCL);
    // Opened for writing, because Windows syncs only files that are.
    const file = await open(path, "r+");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    return "copy";
  };
}

/**
 * Places a path mod as a symbolic link (on Windows a junction), or as a copy if links are not possible or `copy` is
 * true.
 *
 * @throws FactorioLockError `FAILED` if it must be copied and a link in it leads out of it
 */
export function placePath(target: string, path: string, copy: boolean): "link" | "copy" {
  const isFolder = statSync(target).isDirectory();
  if (!copy && succeeds(() => symlinkSync(target, path, isFolder ? "junction" : "file"))) return "link";
  if (isFolder) copyFolder(target, path);
  else copyFileKeepingTime(target, path);
  return "copy";
}

function copyFolder(source: string, path: string): void {
  const entries = tree(source, (link) => {
    throw new FactorioLockError("FAILED", `${join(source, link)} leads out of the mod, and is not copied.`, {
      hint: "put the files themselves in its place, or install without --copy.",
    });
  });
  mkdirSync(path);
  for (const entry of entries) {
    const to = join(path, entry.path);
    if (entry.stats.isDirectory()) mkdirSync(to);
    else copyFileKeepingTime(join(source, entry.path), to);
  }
}

function copyFileKeepingTime(source: string, path: string): void {
  const { atime, mtime } = statSync(source);
  copyFileSync(source, path, constants.COPYFILE_FICLONE);
  utimesSync(path, atime, mtime);
}

function succeeds(action: () => void, onFailure?: (error: NodeJS.ErrnoException) => void): boolean {
  try {
    action();
    return true;
  } catch (error) {
    onFailure?.(error as NodeJS.ErrnoException);
    return false;
  }
}
