import { type FolderEntry, isEntry, type KnownFile } from "./entry.ts";
import type { FolderEvent } from "./folder-event.ts";
import { type FolderMod, folderMods } from "./folder-mods.ts";
import { readIndex, writeIndex } from "./index-cache.ts";
import { readNotes } from "./release-notes.ts";
import { type Scan, scanFolder, settledScan } from "./scan.ts";

/** An index of a folder's files, kept up to date by scans of the folder, one after another. */
export interface FolderIndex {
  /** All mods, by name; another map after each change. */
  mods(): ReadonlyMap<string, FolderMod>;
  /** The file with an archive, even one hidden by another with the same mod and version. */
  entry(sha1: string): FolderEntry | undefined;
  /** All sound archives, including hidden ones. */
  entries(): FolderEntry[];
  size(): { readonly mods: number; readonly releases: number };
  /** Files that the system did not let us read when they were looked at last. */
  unreadable(): readonly string[];
  /** Looks at the folder, or at some of its files. Never rejects: trouble is reported. */
  refresh(files?: Iterable<string>): Promise<void>;
  /** Ends the look under way and writes the index down. */
  close(): Promise<void>;
}

/** Milliseconds that the first look waits for files that are being written. */
const PATIENCE = 2_000;

/** Milliseconds from a change to the writing down of the index. */
const WRITE_DELAY = 2_000;

/**
 * @param signal heeded by the first look alone
 * @throws the system's error when the folder cannot be read at first; `INTERRUPTED` when the signal fires
 */
export async function openFolderIndex(
  directory: string,
  settle: number,
  onEvent: (event: FolderEvent) => void,
  signal?: AbortSignal,
): Promise<FolderIndex> {
  let files: ReadonlyMap<string, KnownFile> = await readIndex(directory);
  let mods: ReadonlyMap<string, FolderMod> = new Map();
  let bySha1: ReadonlyMap<string, FolderEntry> = new Map();
  let releases = 0;
  let reported: ReadonlySet<string> = new Set();
  const unreadable = new Set<string>();
  let isServed = false;
  let closed = false;
  let writing: NodeJS.Timeout | undefined;
  let again: NodeJS.Timeout | undefined;

  const write = async (): Promise<void> => {
    clearTimeout(writing);
    writing = undefined;
    try {
      await writeIndex(directory, files);
    } catch (error) {
      onEvent({ kind: "trouble", message: `The index cannot be written: ${String(error)}` });
    }
  };

  /** Tells each duplicate once, while it stays one. */
  const tellDuplicates = (duplicates: readonly { file: string; served: string }[]): void => {
    for (const { file, served } of duplicates) if (!reported.has(file)) onEvent({ kind: "duplicate", file, served });
    reported = new Set(duplicates.map(({ file }) => file));
  };

  /** Tells each file that cannot be read once, while it stays one. The next look at the whole folder tries it again. */
  const tellUnreadable = (found: ReadonlyMap<string, string>, looked?: readonly string[]): void => {
    for (const file of looked ?? unreadable) if (!found.has(file)) unreadable.delete(file);
    for (const [file, reason] of found) {
      if (!unreadable.has(file)) onEvent({ kind: "unreadable", file, reason });
      unreadable.add(file);
    }
  };

  const serve = async (next: ReadonlyMap<string, KnownFile>): Promise<void> => {
    const built = folderMods(directory, next.values(), await readNotes(directory), mods);
    files = next;
    mods = built.mods;
    bySha1 = new Map([...next.values()].filter(isEntry).map((entry) => [entry.sha1, entry]));
    releases = [...mods.values()].reduce((sum, mod) => sum + mod.entries.length, 0);
    onEvent({ kind: "indexed", mods: mods.size, releases });
    tellDuplicates(built.duplicates);
  };

  /** Takes over what a look found; `looked` are the files it looked at, all where undefined. */
  const adopt = async (scan: Scan, looked?: readonly string[]): Promise<void> => {
    const next = new Map(looked ? files : []);
    for (const file of looked ?? []) next.delete(file);
    for (const [file, known] of scan.files) {
      next.set(file, known);
      if (!isEntry(known) && files.get(file) !== known) onEvent({ kind: "refused", file, reason: known.refused });
    }
    tellUnreadable(scan.unreadable, looked);
    if (scan.unsettled.length > 0 && !closed) {
      clearTimeout(again);
      again = setTimeout(() => void refresh(scan.unsettled), settle).unref();
    }
    const same = next.size === files.size && [...next].every(([file, known]) => files.get(file) === known);
    if (same && isServed) return;
    isServed = true;
    await serve(next);
    if (!same && !closed) writing ??= setTimeout(() => void write(), WRITE_DELAY).unref();
  };

  let last: Promise<void> = Promise.resolve();
  const refresh = (names?: Iterable<string>): Promise<void> => {
    const only = names && [...names];
    const look = async (): Promise<void> => {
      if (closed) return;
      try {
        await adopt(await scanFolder(directory, files, { settle, ...(only ? { only } : {}) }), only);
      } catch (error) {
        onEvent({ kind: "trouble", message: `The folder cannot be read: ${String(error)}` });
      }
    };
    last = last.then(look);
    return last;
  };

  await adopt(await settledScan(directory, files, { settle, patience: PATIENCE, signal }));
  return {
    mods: () => mods,
    entry: (sha1) => bySha1.get(sha1),
    entries: () => [...files.values()].filter(isEntry),
    size: () => ({ mods: mods.size, releases }),
    unreadable: () => [...unreadable],
    refresh,
    async close() {
      closed = true;
      clearTimeout(again);
      await last;
      if (writing) await write();
    },
  };
}
