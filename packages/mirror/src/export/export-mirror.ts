import { lstat, mkdir, readdir, realpath, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { type FolderCatalog, openFolder } from "../folder/folder-catalog.ts";
import type { FolderEvent } from "../folder/folder-event.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import { type MirrorFile, mirrorFiles } from "./mirror-files.ts";
import { nginxConfig } from "./nginx-config.ts";
import { pageFiles } from "./page-files.ts";
import { placeArchive } from "./place-archive.ts";
import { MARK, removeAbandoned, takePlace, temporaryBeside } from "./take-place.ts";

export interface ExportOptions {
  /** The folder of mod archives. */
  readonly directory: string;
  /** The folder to write. It must be new, empty, or an earlier export, which is replaced. */
  readonly out: string;
  /** The value of nginx's `listen`. Default `8080`. */
  readonly listen?: string;
  /**
   * Whether archives are exported too; without them the mirror lists mods that cannot be downloaded. Default
   * true.
   */
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
 * Writes the answers of a mirror as plain files: `api/mods.json`, `api/mods/NAME.json`, `api/mods/NAME/full.json`,
 * `download/NAME/ID`, and a complete `nginx.conf`. Plain files cannot read a query: the list is of all mods, and each
 * entry carries both `latest_release` and `releases`. Source: docs/mirror.md, "mirror export: plain files".
 *
 * The export is made next to `out` (next to what it leads to, where it is a link) and takes its place at the end. What an nginx
 * that serves the earlier export has open there (its process id, its logs) is carried over, so that it serves on.
 *
 * @throws FactorioLockError `FAILED` when `out` holds something else, the folder cannot be read, or two names cannot
 *   stand side by side on the disk; `USAGE` when nginx cannot listen on `listen`; `INTERRUPTED` when the signal fires
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
  for await (const file of mirrorFiles(folder)) {
    throwIfInterrupted(options.signal);
    if (file.kind === "archive" && options.archives === false) continue;
    await writeMirrorFile(file, directory, path.join(temporary, ...file.path.split("/")));
  }
  for await (const { path: name, text } of pageFiles(folder, options.packs)) {
    throwIfInterrupted(options.signal);
    await writeMirrorFile(
      { kind: "answer", path: name, json: text },
      directory,
      path.join(temporary, ...name.split("/")),
    );
  }
  await writeFile(path.join(temporary, "nginx.conf"), config);
}

async function writeMirrorFile(file: MirrorFile, directory: string, target: string): Promise<void> {
  makeFolder(path.dirname(target));
  try {
    if (file.kind === "archive") await placeArchive(path.join(directory, file.entry.file), file.entry, target);
    else await writeFile(target, file.kind === "answer" ? file.json : file.png, { flag: "wx" });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    // Pictures are named after their archive; two mods may have the same one.
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
    hint: "name a new folder, or an empty one.",
  });
}

/** Where a folder is written: what a link leads to is replaced, not the link. */
async function realFolder(out: string): Promise<string> {
  try {
    return await realpath(out);
  } catch (error) {
    const isThere = await lstat(out).then(
      () => true,
      () => false,
    );
    if (!isThere) return out;
    throw new FactorioLockError("FAILED", `${out} is a link that leads nowhere.`, {
      hint: "make the folder that it leads to, or name another one.",
      cause: error,
    });
  }
}
