import { lstatSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { CONTROL_FOLDER } from "@factorio-lock/disk";

/** The paths of this program's own files in a mod directory. The game ignores them. */
export interface Control {
  /** The real path of the mod directory. */
  readonly directory: string;
  /** `.factorio-lock` */
  readonly folder: string;
  /** The record of placed files. */
  readonly record: string;
  /** The journal of an unfinished install. */
  readonly journal: string;
  /** The files about to be placed. */
  readonly staged: string;
}

/**
 * The control paths of a mod directory, which need not exist.
 *
 * @throws FactorioLockError `FAILED` if `.factorio-lock` is a symbolic link or a file, since nothing is written through
 *   a link
 */
export function controlOf(directory: string): Control {
  const real = realDirectory(directory);
  const folder = join(real, CONTROL_FOLDER);
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) throw notAFolder(folder, "factorio-lock keeps its record of the mod directory");
  const within = (name: string) => join(folder, name);
  return {
    directory: real,
    folder,
    record: within("record.json"),
    journal: within("journal.json"),
    staged: within("staged"),
  };
}

/**
 * Creates a folder if it does not exist.
 *
 * @throws FactorioLockError `FAILED` if the path is a symbolic link or a file, since nothing is moved through a link
 */
export function ensureFolder(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) mkdirSync(path);
  else if (!stats.isDirectory()) throw notAFolder(path, "factorio-lock moves what is in its way");
}

function notAFolder(path: string, use: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${path} is not a folder but a link or a file.`, {
    hint: `remove it: ${use} in a folder of that name.`,
  });
}

function realDirectory(directory: string): string {
  try {
    return realpathSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return resolve(directory);
    throw error;
  }
}
