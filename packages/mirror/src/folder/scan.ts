import { type BigIntStats, statSync } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { ignoreMissing } from "@factorio-lock/disk";
import { throwIfInterrupted } from "../interrupted.ts";
import { type KnownFile, sameStamp, stampOf } from "./entry.ts";
import { readEntry } from "./read-entry.ts";

/** The outcome of a scan of the folder. */
export interface Scan {
  /** The scanned files that exist and are settled, by name. */
  readonly files: ReadonlyMap<string, KnownFile>;
  /** Files that are still being written, and must be scanned again. */
  readonly unsettled: readonly string[];
  /** Files that cannot be read at the moment, with the reason. Their previous state stays valid. */
  readonly unreadable: ReadonlyMap<string, string>;
}

export interface ScanOptions {
  /** How long a file must be unchanged before it is read, in milliseconds. */
  readonly settle: number;
  /** Only these files. */
  readonly only?: Iterable<string>;
  /** Whether to read file metadata synchronously, which is much faster but blocks serving. */
  readonly isBlocking?: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** The number of files scanned concurrently. */
const PARALLEL = 32;

/**
 * Scans the zips of a folder, or only the given ones. For an unchanged file the known data is reused. A file is read
 * only if it has been unchanged for `settle` milliseconds, so that files still being copied are not read.
 *
 * @throws the system's error if the folder itself cannot be read; `INTERRUPTED` if the signal aborts
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
      const found = await scanFile(directory, name, before, options).catch((error: unknown) => {
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
 * Scans a folder, and repeatedly rescans files that are being written, until all have settled or `patienceMs` have
 * passed.
 *
 * @throws as `scanFolder`
 */
export async function scanUntilSettled(
  directory: string,
  known: ReadonlyMap<string, KnownFile>,
  { settle, patienceMs, signal }: Pick<ScanOptions, "settle" | "signal"> & { readonly patienceMs: number },
): Promise<Scan> {
  let scan = await scanFolder(directory, known, { settle, isBlocking: true, signal });
  for (const end = Date.now() + patienceMs; scan.unsettled.length > 0 && Date.now() < end; ) {
    await sleep(settle, undefined, signal ? { signal } : {}).catch(() => {});
    const again = await scanFolder(directory, known, { settle, only: scan.unsettled, signal });
    const unreadable = new Map([...scan.unreadable, ...again.unreadable]);
    scan = { files: new Map([...scan.files, ...again.files]), unsettled: again.unsettled, unreadable };
  }
  return scan;
}

/** Whether a file may be a mod archive. Like the game, ignores `*.tmp.zip`. Source: docs/factorio.md, 4.1. */
function isArchiveName(name: string): boolean {
  return /\.zip$/i.test(name) && !/\.tmp\.zip$/i.test(name) && !name.startsWith(".");
}

async function scanFile(
  directory: string,
  name: string,
  known: KnownFile | undefined,
  { settle, isBlocking = false, signal }: ScanOptions,
): Promise<KnownFile | "unsettled" | undefined> {
  const file = path.join(directory, name);
  const stats = isBlocking ? statOf(file) : await stat(file, { bigint: true }).catch(ignoreMissing);
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
    return ignoreMissing(error);
  }
}
