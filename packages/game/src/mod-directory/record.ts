import { isSafeFileName, isSafeName, parseSha1, type Sha1, type Stamp } from "@factorio-lock/core";
import { parseStamp, readControlJson } from "@factorio-lock/disk";
import type { Control } from "./control.ts";
import { sealOf } from "./seal.ts";

/** The files that this program placed or checked, by their name in the mod directory. */
export type PlacedRecord = ReadonlyMap<string, PlacedEntry>;

/** A placed or checked file, link or folder. */
export interface PlacedEntry extends Stamp {
  /**
   * `archive`: placed from the store. `link` and `copy`: of a path mod. `adopted`: placed by others, with the locked
   * content; recorded so that it is not hashed again, and never removed.
   */
  readonly kind: "archive" | "link" | "copy" | "adopted";
  /** Only for `archive` and `adopted`. */
  readonly sha1?: Sha1;
  /** Only for `link`: its target. */
  readonly target?: string;
  /** Only for `copy`: the fingerprint of the original. */
  readonly fingerprint?: string;
}

const RECORD_VERSION = 2;

/** The name of the new record in `staged`. No placed file can have this name. */
export const STAGED_RECORD = ".record.json";

/** The content of `.factorio-lock/record.json`. */
export interface DirectoryRecord {
  readonly files: PlacedRecord;
  /** The id of the last completed change of project files that included this directory. */
  readonly change: string | undefined;
}

/** The record of a mod directory; empty if it is missing, unreadable, or was not written in this folder. */
export function readRecord(control: Control): DirectoryRecord {
  const { version, folder, files, change } = readControlJson(control.record) ?? {};
  if (version !== RECORD_VERSION || folder !== sealOf(control)) return { files: new Map(), change: undefined };
  return { files: parseEntries(files), change: typeof change === "string" ? change : undefined };
}

/** The text of a record, sealed for this mod directory. */
export function formatRecord(control: Control, { files, change }: DirectoryRecord): string {
  const value = { version: RECORD_VERSION, folder: sealOf(control), change, files: Object.fromEntries(files) };
  return `${JSON.stringify(value)}\n`;
}

/** Parses record entries and leaves out malformed ones: a mod directory may come from an untrusted source. */
export function parseEntries(value: unknown): Map<string, PlacedEntry> {
  const entries = new Map<string, PlacedEntry>();
  if (typeof value !== "object" || value === null) return entries;
  for (const [file, raw] of Object.entries(value)) {
    const entry = isPlaceName(file) ? parseEntry(raw) : undefined;
    if (entry) entries.set(file, entry);
  }
  return entries;
}

/** Whether this program could have placed something of that name: an archive, a folder, or a link to one. */
export function isPlaceName(file: string): boolean {
  return file.endsWith(".zip") ? isSafeFileName(file) : isSafeName(file);
}

function parseEntry(value: unknown): PlacedEntry | undefined {
  const stamp = parseStamp(value);
  if (!stamp) return undefined;
  const { kind, sha1, target, fingerprint } = value as Record<string, unknown>;
  if (kind === "archive" || kind === "adopted") {
    const hash = typeof sha1 === "string" ? parseSha1(sha1) : undefined;
    return hash && { kind, ...stamp, sha1: hash };
  }
  if (kind === "link" && typeof target === "string") return { kind, ...stamp, target };
  if (kind === "copy" && typeof fingerprint === "string") return { kind, ...stamp, fingerprint };
  return undefined;
}
