import { lstatSync, mkdirSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { CONTROL_FOLDER } from "@factorio-lock/disk";

/** Where this program keeps its own files in a mod directory. The game reads neither them nor the folder. */
export interface Control {
  /** The mod directory itself, links resolved. */
  readonly directory: string;
  /** `.factorio-lock` */
  readonly folder: string;
  /** The record of placed files. */
  readonly record: string;
  /** The remaining steps of an install under way. */
  readonly journal: string;
  /** The files about to be placed. */
  readonly staged: string;
}

/**
 * The control paths of a mod directory, which need not exist.
 *
 * @throws FactorioLockError `FAILED` when `.factorio-lock` is a symbolic link or a file: it is never written through one
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
 * Makes a folder unless it is there.
 *
 * @throws FactorioLockError `FAILED` when there is a symbolic link or a file: nothing is moved through one
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
