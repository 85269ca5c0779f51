import path from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { readArchiveExtras } from "@factorio-lock/game";
import type { Archive } from "../catalog/archive.ts";
import type { Catalog } from "../catalog/catalog.ts";
import { searchMods } from "../catalog/search-mods.ts";
import { selectMods } from "../catalog/select-mods.ts";
import { throwIfInterrupted } from "../interrupted.ts";
import type { FolderEntry } from "./entry.ts";
import { fileArchive } from "./file-archive.ts";
import type { FolderEvent } from "./folder-event.ts";
import { openFolderIndex } from "./folder-index.ts";
import type { FolderMod } from "./folder-mods.ts";
import { createHotArchives } from "./hot-archives.ts";
import { ignoreBadExtras } from "./ignore-bad-extras.ts";
import { isPng } from "./read-entry.ts";
import { createThumbnails } from "./thumbnails.ts";
import { watchFolder } from "./watch-folder.ts";

export interface FolderOptions {
  /** How long a file must be unchanged before it is read, in milliseconds. Default 300. */
  readonly settle?: number;
  readonly onEvent?: (event: FolderEvent) => void;
  /** Has an effect until the folder is open. */
  readonly signal?: AbortSignal | undefined;
}

/** The archives in a folder as a catalog. */
export interface FolderCatalog extends Catalog {
  mod(name: string): FolderMod | undefined;
  archive(name: string, id: string): Archive | undefined;
  file(sha1: string): Archive | undefined;
  /** All mods by name; a new map after each change. */
  mods(): ReadonlyMap<string, FolderMod>;
  /** All valid archives in the folder, including those hidden by another one with the same mod and version. */
  entries(): FolderEntry[];
  /** Files that could not be read in the last scan. */
  unreadable(): readonly string[];
  /** Rescans the folder, or only the given files, and resolves once the answers reflect it. */
  refresh(files?: Iterable<string>): Promise<void>;
}

/** The maximum bytes of all small archives kept in memory, and of one of them. */
const HOT_BYTES = 48 * 1024 * 1024;
const HOT_ARCHIVE = 1024 * 1024;

/** The maximum bytes of pictures kept in memory. */
const THUMBNAIL_BYTES = 16 * 1024 * 1024;

/**
 * Opens a folder of mod archives and tracks its changes. Files that are unchanged since the folder was last open are
 * not read again.
 *
 * @throws FactorioLockError `FAILED` if the folder cannot be read; `INTERRUPTED` if the signal aborts.
 */
export async function openFolder(directory: string, options: FolderOptions = {}): Promise<FolderCatalog> {
  const { settle = 300, onEvent = () => {}, signal } = options;
  const folder = path.resolve(directory);
  const index = await openFolderIndex(folder, settle, onEvent, signal).catch((error: unknown) => {
    throwIfInterrupted(signal);
    throw new FactorioLockError("FAILED", `The folder ${directory} cannot be read.`, {
      hint: "name a folder that holds mod archives; an empty one will do.",
      cause: error,
    });
  });
  const rescan = (files?: Iterable<string>): void => void index.refresh(files);
  const endWatch = watchFolder(folder, rescan);
  const hot = createHotArchives(HOT_BYTES, HOT_ARCHIVE);
  const thumbnails = createThumbnails(THUMBNAIL_BYTES);
  const archives = new WeakMap<FolderEntry, Archive>();
  const archiveOf = (sha1: string): Archive | undefined => {
    const entry = index.entry(sha1);
    if (!entry) return undefined;
    const archive = archives.get(entry) ?? fileArchive(folder, entry, hot, (file) => rescan([file]));
    archives.set(entry, archive);
    return archive;
  };
  return {
    mods: () => index.mods(),
    entries: () => index.entries(),
    unreadable: () => index.unreadable(),
    refresh: (files) => index.refresh(files),
    list: (query) => selectMods(index.mods(), query),
    search: (query) => searchMods(index.mods(), query),
    mod: (name) => index.mods().get(name),
    archive(name, id) {
      const release = index
        .mods()
        .get(name)
        ?.releases.find((one) => one.id === id);
      return release && archiveOf(release.sha1);
    },
    file: archiveOf,
    async thumbnail(sha1) {
      const entry = index.entry(sha1);
      if (!entry?.thumbnail) return undefined;
      return thumbnails.get(sha1, async () => {
        const { thumbnail } = await readArchiveExtras(path.join(folder, entry.file)).catch(ignoreBadExtras);
        return thumbnail && isPng(thumbnail) ? thumbnail : undefined;
      });
    },
    size: () => index.size(),
    async close() {
      endWatch();
      await index.close();
    },
  };
}
