import { lstat, mkdir, readdir, realpath, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { type FolderCatalog, openFolder } from "../folder/folder-catalog.ts";
import type { FolderEvent } from "../folder/folder-event.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import { contentOf, type MirrorFile, mirrorStages } from "./mirror-files.ts";
import { nginxConfig } from "./nginx-config.ts";
import { placeArchive } from "./place-archive.ts";
import { MARK, removeAbandoned, takePlace, temporaryBeside } from "./take-place.ts";

export interface ExportOptions {
  /** The folder of mod archives. */
  readonly directory: string;
  /** The folder to write. It must be new, empty, or an earlier export, which is replaced. */
  readonly out: string;
  /** The value of nginx's `listen` directive. Default `8080`. */
  readonly listen?: string;
  /** Whether archives are exported too. Without them the mods are listed, but cannot be downloaded. Default true. */
  readonly archives?: boolean;
  /** A folder of lockfiles to show as packs: `NAME.lock`, or `NAME/mods.lock`. */
  readonly packs?: string;
  readonly settle?: number;
  readonly signal?: AbortSignal;
  readonly onEvent?: (event: FolderEvent) => void;
}

export interface ExportReport {
  readonly mods: number;
  readonly releases: number;
  /** Absolute. */
  readonly out: string;
}

/**
 * Exports the answers of a mirror as plain files: `api/mods.json`, `api/mods/NAME.json`, `api/mods/NAME/full.json`,
 * `download/NAME/ID`, the HTML pages, and a complete `nginx.conf`. Plain files cannot evaluate a query, so the list contains
 * all mods, and each entry has both `latest_release` and `releases`. Source: docs/mirror.md, "mirror export: plain files".
 *
 * The export is written next to `out` (if that is a link, next to its target) and replaces it at the end. Files that an
 * nginx serving the previous export has open there (its PID file and logs) are carried over, so that it can continue.
 *
 * @throws FactorioLockError `FAILED` if `out` contains other files, the folder cannot be read, or two names differ only
 *   in case on a case-insensitive disk; `USAGE` if `listen` is not valid for nginx; `INTERRUPTED` if the signal aborts
 */
export async function exportMirror(options: ExportOptions): Promise<ExportReport> {
  const out = await realFolder(path.resolve(options.out));
  await refuseForeign(out);
  await removeAbandoned(out);
  const config = nginxConfig(options.listen ?? "8080");
  const { settle, onEvent, signal } = options;
  const folder = await openFolder(options.directory, {
    signal,
    ...(settle === undefined ? {} : { settle }),
    ...(onEvent === undefined ? {} : { onEvent }),
  });
  const temporary = temporaryBeside(out);
  try {
    await writeExport(folder, options, temporary, config);
    throwIfInterrupted(signal);
    await takePlace(temporary, out);
    return { ...folder.size(), out: path.resolve(options.out) };
  } finally {
    await folder.close();
    await rm(temporary, { recursive: true, force: true });
  }
}

async function writeExport(
  folder: FolderCatalog,
  options: ExportOptions,
  temporary: string,
  config: string,
): Promise<void> {
  const directory = path.resolve(options.directory);
  for (const name of ["assets", "download"]) makeFolder(path.join(temporary, name));
  await writeFile(path.join(temporary, MARK), "");
  await mkdir(path.join(temporary, "tmp"));
  makeFolder(path.join(temporary, "api", "mods"));
  for (const stage of await mirrorStages(folder, options)) {
    for await (const file of stage) {
      throwIfInterrupted(options.signal);
      await writeMirrorFile(file, directory, path.join(temporary, ...file.path.split("/")));
    }
  }
  await writeFile(path.join(temporary, "nginx.conf"), config);
}

async function writeMirrorFile(file: MirrorFile, directory: string, target: string): Promise<void> {
  makeFolder(path.dirname(target));
  try {
    if (file.kind === "archive") await placeArchive(path.join(directory, file.entry.file), file.entry, target);
    else await writeFile(target, contentOf(file), { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // Pictures are named after their archive, which two mods may share.
    if (file.kind === "picture") return;
    throw new FactorioLockError("FAILED", `The disk takes "${file.path}" for the name of another file.`, {
      hint: "export to a disk whose file names are case-sensitive.",
      cause: error,
    });
  }
}

async function refuseForeign(out: string): Promise<void> {
  const files = await readdir(out).catch((error: NodeJS.ErrnoException): string[] => {
    if (error.code === "ENOENT") return [];
    throw new FactorioLockError("FAILED", `${out} cannot be the folder of an export: ${error.message}.`, {
      cause: error,
    });
  });
  if (files.length === 0 || files.includes(MARK)) return;
  throw new FactorioLockError("FAILED", `${out} holds other files, which an export would replace.`, {
    hint: "choose a new folder, or an empty one.",
  });
}

/** The real path of the export folder: if it is a link, its target is replaced, not the link. */
async function realFolder(out: string): Promise<string> {
  try {
    return await realpath(out);
  } catch (error) {
    const exists = await lstat(out).then(
      () => true,
      () => false,
    );
    if (!exists) return out;
    throw new FactorioLockError("FAILED", `${out} is a link that leads nowhere.`, {
      hint: "make the folder that it leads to, or choose another one.",
      cause: error,
    });
  }
}
