import { constants, copyFileSync, linkSync, mkdirSync, rmSync, statSync, symlinkSync, utimesSync } from "node:fs";
import { copyFile, open } from "node:fs/promises";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { tree } from "./fingerprint.ts";

/** The way in which an archive was placed. */
export type PlacingMethod = "reflink" | "hard link" | "copy";

/** Puts an archive of the store at a path that is free. */
export type Placer = (source: string, path: string) => Promise<PlacingMethod>;

/**
 * Places archives by what works: reflink, hard link, copy. What does not work once is not tried again, as a store and a
 * mod directory are each on one disk; only a file that has too many hard links is copied alone. Source: contract 6.
 */
export function createPlacer(): Placer {
  let method: PlacingMethod = "reflink";
  return async (source, path) => {
    if (method === "reflink") {
      if (works(() => copyFileSync(source, path, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL)))
        return method;
      method = "hard link";
    }
    if (method === "hard link") {
      let code: string | undefined;
      if (
        works(
          () => linkSync(source, path),
          (error) => (code = error.code),
        )
      )
        return method;
      if (code !== "EMLINK") method = "copy";
    }
    rmSync(path, { force: true });
    await copyFile(source, path, constants.COPYFILE_EXCL);
    // Windows syncs only what may be written.
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
 * Links to a path mod: a symbolic link, a junction on Windows. Where links are not allowed, it is copied.
 *
 * @throws FactorioLockError `FAILED` if it is to be copied and a link in it leads out of it
 */
export function placePath(target: string, path: string, copy: boolean): "link" | "copy" {
  const isFolder = statSync(target).isDirectory();
  if (!copy && works(() => symlinkSync(target, path, isFolder ? "junction" : "file"))) return "link";
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

function works(attempt: () => void, onFailure?: (error: NodeJS.ErrnoException) => void): boolean {
  try {
    attempt();
    return true;
  } catch (error) {
    onFailure?.(error as NodeJS.ErrnoException);
    return false;
  }
}
