import { type BigIntStats, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { throwIfInterrupted } from "../interrupted.ts";
import { type KnownFile, sameStamp, stampOf } from "./entry.ts";
import { readEntry } from "./read-entry.ts";
import { unlessGone } from "./unless-gone.ts";

/** The outcome of a scan of the folder. */
export interface Scan {
  /** All files looked at that are there and settled, by name. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** Files that are still being written: they are to be looked at again. */
  readonly unsettled: readonly string[];
  /** Files that the system does not let us read now, and why: what was known of them holds. */
  readonly unreadable: ReadonlyMap<string, string>;
}

export interface ScanOptions {
  /** Milliseconds that a file must have lain untouched before it is read. */
  readonly settle: number;
  /** Only these files. */
  readonly only?: Iterable<string>;
  /** Whether nobody is served meanwhile: files are then looked at without a pause, which is much faster. */
  readonly atOnce?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Files looked at side by side. */
const PARALLEL = 32;

/**
 * Looks at the zips of a folder, or at those named only. What was known of a file that has not changed is taken over.
 * A file is read when nothing has touched it for `settle` milliseconds, so that one that is being copied is not.
 *
 * @throws the system's error when the folder itself cannot be read; `INTERRUPTED` when the signal fires
 */
export async function scanFolder(
  directory: string,
  known: ReadonlyMap<string, KnownFile>,
  options: ScanOptions,
): Promise<Scan> {
  const names = [...(options.only ?? (await readdir(directory)))].filter(isArchiveName);
  const files = new Map<string, KnownFile>();
  const unsettled: string[] = [];
  const unreadable = new Map<string, string>();
  const next = names.values();
  const work = async (): Promise<void> => {
    for (const name of next) {
      throwIfInterrupted(options.signal);
      const before = known.get(name);
      const found = await look(directory, name, before, options).catch((error: unknown) => {
        throwIfInterrupted(options.signal);
        unreadable.set(name, (error as Error).message);
        return before;
      });
      if (found === "unsettled") unsettled.push(name);
      else if (found !== undefined) files.set(name, found);
    }
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
  return { files, unsettled, unreadable };
}

/**
 * Looks again at the files that were being written, until all have settled or `patience` milliseconds are over.
 *
 * @throws as `scanFolder`
 */
export async function settledScan(
  directory: string,
  known: ReadonlyMap<string, KnownFile>,
  { settle, patience, signal }: Pick<ScanOptions, "settle" | "signal"> & { readonly patience: number },
): Promise<Scan> {
  let scan = await scanFolder(directory, known, { settle, atOnce: true, signal });
  for (const end = Date.now() + patience; scan.unsettled.length > 0 && Date.now() < end; ) {
    await sleep(settle, undefined, signal ? { signal } : {}).catch(() => {});
    const again = await scanFolder(directory, known, { settle, only: scan.unsettled, signal });
    const unreadable = new Map([...scan.unreadable, ...again.unreadable]);
    scan = { files: new Map([...scan.files, ...again.files]), unsettled: again.unsettled, unreadable };
  }
  return scan;
}

/** Whether a file may be a mod archive. The game itself leaves `*.tmp.zip` alone. Source: docs/factorio.md, 4.1. */
function isArchiveName(name: string): boolean {
  return /\.zip$/i.test(name) && !/\.tmp\.zip$/i.test(name) && !name.startsWith(".");
}

async function look(
  directory: string,
  name: string,
  known: KnownFile | undefined,
  { settle, atOnce = false, signal }: ScanOptions,
): Promise<KnownFile | "unsettled" | undefined> {
  const file = path.join(directory, name);
  const stats = atOnce ? statOf(file) : await stat(file, { bigint: true }).catch(unlessGone);
  if (!stats?.isFile()) return undefined;
  const stamp = stampOf(stats);
  if (known && sameStamp(known, stamp)) return known;
  const age = Date.now() - Number(stats.ctimeMs);
  if (age >= 0 && age < settle) return "unsettled";
  return (await readEntry(directory, name, stamp, signal)) ?? "unsettled";
}

function statOf(file: string): BigIntStats | undefined {
  try {
    return statSync(file, { bigint: true, throwIfNoEntry: false });
  } catch (error) {
    return unlessGone(error);
  }
}
