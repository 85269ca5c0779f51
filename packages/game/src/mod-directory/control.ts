import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join, resolve } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { renameOverSync } from "@factorio-lock/disk";

/** Where this program keeps its own files in a mod directory. The game reads neither them nor the folder. */
export interface Control {
  /** The mod directory itself, links resolved. */
  readonly directory: string;
  /** `.factorio-lock` */
  readonly folder: string;
  /** What was placed. */
  readonly record: string;
  /** What an install under way still has to do. */
  readonly journal: string;
  /** What is about to be placed. */
  readonly staged: string;
}

/** The name of the folder inside a mod directory. */
export const CONTROL_FOLDER = ".factorio-lock";

/** The longest control file that is read, in bytes. */
const MAX_CONTROL_FILE = 64 * 2 ** 20;

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
    hint: `Remove it: ${use} in a folder of that name.`,
  });
}

/** The text of a control file, or of the game's `mod-list.json`; undefined where there is none, or only a link. */
export function readText(path: string): string | undefined {
  const bytes = readBytes(path);
  return bytes?.toString("utf8");
}

/** The bytes of a file that is no link; undefined where there is none. */
export function readBytes(path: string): Buffer | undefined {
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

/** Writes a new file and waits until the disk has it. Whatever lies at `path` is removed first, never written through. */
export function writeNew(path: string, content: string | Uint8Array): void {
  rmSync(path, { force: true });
  const file = openSync(path, "wx", 0o644);
  try {
    const bytes = typeof content === "string" ? Buffer.from(content) : content;
    for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

/** Replaces a file in one rename, so that a reader sees the old content or the new, whole. */
export function replaceFile(path: string, content: string | Uint8Array): void {
  writeNew(`${path}.tmp`, content);
  renameOverSync(`${path}.tmp`, path);
}

function realDirectory(directory: string): string {
  try {
    return realpathSync(directory);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return resolve(directory);
    throw error;
  }
}
