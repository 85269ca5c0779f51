import { isSafeFileName, isSafeName, parseSha1, type Sha1, type Stamp } from "@factorio-lock/core";
import { parseStamp, readControlJson } from "@factorio-lock/disk";
import type { Control } from "./control.ts";
import { sealOf } from "./seal.ts";

/** Everything that this program knows about the files that it placed or checked, by name in the mod directory. */
export type PlacedRecord = ReadonlyMap<string, PlacedEntry>;

/** One file, link or folder. */
export interface PlacedEntry extends Stamp {
  /**
   * `archive`: placed from the store. `link` and `copy`: of a path mod. `adopted`: placed by others, with the locked
   * content; it is known so that it is not hashed again, and is never removed.
   */
  readonly kind: "archive" | "link" | "copy" | "adopted";
  /** Of `archive` and `adopted`. */
  readonly sha1?: Sha1;
  /** Of `link`: where it points. */
  readonly target?: string;
  /** Of `copy`: what it is a copy of. */
  readonly fingerprint?: string;
}

const RECORD_VERSION = 2;

/** Where in `staged` the new record waits. Nothing that is placed has such a name. */
export const STAGED_RECORD = ".record.json";

/** The content of `.factorio-lock/record.json`. */
export interface DirectoryRecord {
  readonly files: PlacedRecord;
  /** The last change of project files that this directory was a part of: it was made, and not taken back. */
  readonly change: string | undefined;
}

/** The record of a mod directory; empty if there is none, none that can be read, or one that was written elsewhere. */
export function readRecord(control: Control): DirectoryRecord {
  const { version, folder, files, change } = readControlJson(control.record) ?? {};
  if (version !== RECORD_VERSION || folder !== sealOf(control)) return { files: new Map(), change: undefined };
  return { files: parseEntries(files), change: typeof change === "string" ? change : undefined };
}

/** The text of a record, for its place in a mod directory. */
export function formatRecord(control: Control, { files, change }: DirectoryRecord): string {
  const value = { version: RECORD_VERSION, folder: sealOf(control), change, files: Object.fromEntries(files) };
  return `${JSON.stringify(value)}\n`;
}

/** Reads entries by name, leaving out what is not one: a mod directory may come from anybody. */
export function parseEntries(value: unknown): Map<string, PlacedEntry> {
  const entries = new Map<string, PlacedEntry>();
  if (typeof value !== "object" || value === null) return entries;
  for (const [file, raw] of Object.entries(value)) {
    const entry = isPlaceName(file) ? parseEntry(raw) : undefined;
    if (entry) entries.set(file, entry);
  }
  return entries;
}

/** Whether a name can be that of something which this program placed: an archive, a folder or a link to one. */
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
