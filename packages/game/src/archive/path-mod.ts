import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { type ArchiveInfo, parseInfoJson } from "./archive-info.ts";
import { openToRead } from "./open-to-read.ts";
import { readArchive } from "./read-archive.ts";

/** A mod on this machine, as given by `path` in a manifest. */
export interface PathMod {
  readonly info: ArchiveInfo;
  readonly kind: "folder" | "archive";
}

const INFO_LIMIT = 2 ** 20;

/**
 * Reads the mod in a folder or zip on this machine.
 *
 * @throws FactorioLockError `FAILED` if it is missing or cannot be read; `BAD_ARCHIVE` or `UNSAFE_NAME` if its
 *   info.json or the zip is not valid.
 */
export async function readPathMod(path: string): Promise<PathMod> {
  try {
    const stats = await stat(path);
    if (!stats.isDirectory()) return { info: await readArchive(path), kind: "archive" };
    return { info: parseInfoJson(await readFolderInfo(path), join(basename(path), "info.json")), kind: "folder" };
  } catch (error) {
    if (error instanceof FactorioLockError) throw error;
    const { code } = error as NodeJS.ErrnoException;
    const missing = code === "ENOENT" || code === "ENOTDIR";
    const message = missing
      ? `There is no mod at ${path}: a path mod is a folder with an info.json, or a zip.`
      : `The mod at ${path} cannot be read: ${(error as Error).message}.`;
    const hint = "check the path in mods.yaml; it is relative to that file.";
    throw new FactorioLockError("FAILED", message, { hint, cause: error });
  }
}

/** Reads a folder's info.json of at most 1 MB. */
export async function readFolderInfo(folder: string): Promise<Buffer> {
  const handle = await openToRead(join(folder, "info.json"));
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > INFO_LIMIT) {
      throw new FactorioLockError("BAD_ARCHIVE", `${join(folder, "info.json")} is not a file of at most 1 MB.`);
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}
