import { type FolderEntry, isEntry, type KnownFile } from "./entry.ts";
import type { FolderEvent } from "./folder-event.ts";
import { type FolderMod, folderMods } from "./folder-mods.ts";
import { readIndex, writeIndex } from "./index-cache.ts";
import { readPortalRecords } from "./portal-records.ts";
import { type Scan, scanFolder, scanUntilSettled } from "./scan.ts";

/** An index of a folder's files, updated by sequential scans of the folder. */
export interface FolderIndex {
  /** All mods by name; a new map after each change. */
  mods(): ReadonlyMap<string, FolderMod>;
  /** The file with an archive, even if hidden by another with the same mod and version. */
  entry(sha1: string): FolderEntry | undefined;
  /** All valid archives, including hidden ones. */
  entries(): FolderEntry[];
  size(): { readonly mods: number; readonly releases: number };
  /** Files that could not be read in the last scan. */
  unreadable(): readonly string[];
  /** Scans the folder, or some of its files. Never rejects: errors are reported as events. */
  refresh(files?: Iterable<string>): Promise<void>;
  /** Waits for the current scan and saves the index. */
  close(): Promise<void>;
}

/** How long the first scan waits for files that are being written. */
const PATIENCE_MS = 2_000;

/** The delay between a change and saving the index. */
const WRITE_DELAY_MS = 2_000;

/**
 * @param signal aborts only the first scan
 * @throws the system's error if the first scan cannot read the folder; `INTERRUPTED` if the signal aborts
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

  /** Reports each duplicate once, as long as it remains one. */
  const reportDuplicates = (duplicates: readonly { file: string; served: string }[]): void => {
    for (const { file, served } of duplicates) if (!reported.has(file)) onEvent({ kind: "duplicate", file, served });
    reported = new Set(duplicates.map(({ file }) => file));
  };

  /** Reports each unreadable file once, as long as it remains one. The next full scan tries it again. */
  const reportUnreadable = (found: ReadonlyMap<string, string>, scanned?: readonly string[]): void => {
    for (const file of scanned ?? unreadable) if (!found.has(file)) unreadable.delete(file);
    for (const [file, reason] of found) {
      if (!unreadable.has(file)) onEvent({ kind: "unreadable", file, reason });
      unreadable.add(file);
    }
  };

  const serve = async (next: ReadonlyMap<string, KnownFile>): Promise<void> => {
    const built = folderMods(directory, next.values(), await readPortalRecords(directory), mods);
    files = next;
    mods = built.mods;
    bySha1 = new Map([...next.values()].filter(isEntry).map((entry) => [entry.sha1, entry]));
    releases = [...mods.values()].reduce((sum, mod) => sum + mod.entries.length, 0);
    onEvent({ kind: "indexed", mods: mods.size, releases });
    reportDuplicates(built.duplicates);
  };

  /** Applies the result of a scan; `scanned` are the scanned files, or undefined for a full scan. */
  const adopt = async (scan: Scan, scanned?: readonly string[]): Promise<void> => {
    const next = new Map(scanned ? files : []);
    for (const file of scanned ?? []) next.delete(file);
    for (const [file, known] of scan.files) {
      next.set(file, known);
      if (!isEntry(known) && files.get(file) !== known) onEvent({ kind: "refused", file, reason: known.refused });
    }
    reportUnreadable(scan.unreadable, scanned);
    if (scan.unsettled.length > 0 && !closed) {
      clearTimeout(again);
      again = setTimeout(() => void refresh(scan.unsettled), settle).unref();
    }
    const same = next.size === files.size && [...next].every(([file, known]) => files.get(file) === known);
    if (same && isServed) return;
    isServed = true;
    await serve(next);
    if (!same && !closed) writing ??= setTimeout(() => void write(), WRITE_DELAY_MS).unref();
  };

  let last: Promise<void> = Promise.resolve();
  const refresh = (names?: Iterable<string>): Promise<void> => {
    const only = names && [...names];
    const scanNext = async (): Promise<void> => {
      if (closed) return;
      try {
        await adopt(await scanFolder(directory, files, { settle, ...(only ? { only } : {}) }), only);
      } catch (error) {
        onEvent({ kind: "trouble", message: `The folder cannot be read: ${String(error)}` });
      }
    };
    last = last.then(scanNext);
    return last;
  };

  await adopt(await scanUntilSettled(directory, files, { settle, patienceMs: PATIENCE_MS, signal }));
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
