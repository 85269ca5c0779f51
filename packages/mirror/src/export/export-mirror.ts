import { lstat, mkdir, readdir, realpath, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { fullMod, listedMod, shortMod } from "../answers/mod-answer.ts";
import { selectMods } from "../catalog/select-mods.ts";
import { type FolderCatalog, openFolder } from "../folder/folder-catalog.ts";
import type { FolderEvent } from "../folder/folder-event.ts";
import type { FolderMod } from "../folder/folder-mods.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import { nginxConfig } from "./nginx-config.ts";
import { placeArchive } from "./place-archive.ts";
import { MARK, removeAbandoned, takePlace, temporaryBeside } from "./take-place.ts";

export interface ExportOptions {
  /** The folder of mod archives. */
  readonly directory: string;
  /** The folder to write. It must be new, empty, or an earlier export, which is replaced. */
  readonly out: string;
  /** What nginx listens on, in nginx's words. Default `8080`. */
  readonly listen?: string;
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
 * entry carries both `latest_release` and `releases`. Source: contract section 7.
 *
 * The export is made beside `out` (beside what it leads to, where it is a link) and takes its place at the end. What an nginx
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
  refuseUnreadable(folder);
  const all = { pageSize: "max", page: 1, sort: "name", sortOrder: "asc", hideDeprecated: false } as const;
  const { mods } = selectMods(folder.mods(), all);
  makeFolder(path.join(temporary, "assets"));
  await writeFile(path.join(temporary, MARK), "");
  await mkdir(path.join(temporary, "tmp"));
  makeFolder(path.join(temporary, "api", "mods"));
  await mkdir(path.join(temporary, "download"));
  for (const mod of folder.mods().values()) {
    throwIfInterrupted(options.signal);
    await writeMod(folder, mod, path.resolve(options.directory), temporary);
  }
  const results = mods.map((mod) => ({ ...listedMod(mod), releases: shortMod(mod).releases }));
  await writeJson(path.join(temporary, "api", "mods.json"), { pagination: null, results });
  await writeJson(path.join(temporary, "api", "bookmarks.json"), []);
  await writeFile(path.join(temporary, "nginx.conf"), config);
}

/** An export without a file that could not be read would say that its release does not exist. */
function refuseUnreadable(folder: FolderCatalog): void {
  const [first, ...more] = folder.unreadable();
  if (first === undefined) return;
  const others = more.length === 0 ? "" : `, nor can ${more.length} more`;
  throw new FactorioLockError("FAILED", `${first} cannot be read${others}.`, {
    hint: "check the permissions of the files and the folder, and export again.",
  });
}

/** A mod's name and a release's id are path-safe: the folder serves no others. */
async function writeMod(folder: FolderCatalog, mod: FolderMod, directory: string, temporary: string): Promise<void> {
  const api = path.join(temporary, "api", "mods");
  const downloads = path.join(temporary, "download", mod.name);
  if (folder.mods().has(`${mod.name}.json`)) {
    throw new FactorioLockError(
      "FAILED",
      `"${mod.name}" and "${mod.name}.json" cannot both be exported: they need the same file.`,
      {
        hint: "Take the archives of one of the two out of the folder, or use mirror serve, which can serve both.",
      },
    );
  }
  try {
    await mkdir(path.join(api, mod.name));
    await writeJson(path.join(api, `${mod.name}.json`), shortMod(mod));
    await writeJson(path.join(api, mod.name, "full.json"), await fullMod(mod));
    await mkdir(downloads);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    throw new FactorioLockError("FAILED", `The disk takes "${mod.name}" for the name of another mod.`, {
      hint: "Export to a disk that tells upper case from lower case.",
      cause: error,
    });
  }
  for (const [at, { id }] of mod.releases.entries()) {
    const entry = mod.entries[at];
    if (entry) await placeArchive(path.join(directory, entry.file), entry, path.join(downloads, id));
  }
  const sha1 = mod.releases.at(-1)?.sha1 ?? "";
  const thumbnail = mod.thumbnail === undefined ? undefined : await folder.thumbnail(sha1);
  if (thumbnail) await writeFile(path.join(temporary, "assets", `${sha1}.thumb.png`), thumbnail);
}

async function writeJson(file: string, value: unknown): Promise<void> {
  await writeFile(file, JSON.stringify(value), { flag: "wx" });
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
    hint: "Name a new folder, or an empty one.",
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
      hint: "Make the folder that it leads to, or name another one.",
      cause: error,
    });
  }
}
