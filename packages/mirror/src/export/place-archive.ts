import { constants } from "node:fs";
import { copyFile, link, stat } from "node:fs/promises";
import { FactorioLockError } from "@factorio-lock/core";
import type { FolderEntry } from "../folder/entry.ts";

/**
 * Places an archive in an export: by reflink, or else by hard link, or else as a copy.
 *
 * @throws FactorioLockError `FAILED` if the archive has changed since it was indexed
 */
export async function placeArchive(source: string, entry: FolderEntry, target: string): Promise<void> {
  const changed = (cause?: unknown): FactorioLockError =>
    new FactorioLockError("FAILED", `${entry.file} changed while it was exported.`, {
      hint: "run the export again when nothing is copied into the folder.",
      cause,
    });
  try {
    await copyFile(source, target, constants.COPYFILE_FICLONE_FORCE | constants.COPYFILE_EXCL).catch(() =>
      link(source, target).catch(() => copyFile(source, target, constants.COPYFILE_EXCL)),
    );
    const { size, mtimeMs } = await stat(source);
    if (size !== entry.size || mtimeMs !== entry.mtimeMs) throw changed();
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "ENOENT" ? changed(error) : error;
  }
}
