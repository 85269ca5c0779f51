import { lstatSync, type Stats } from "node:fs";
import { isSafeFileName, isSafeName, parseSha1, type Sha1, type Stamp } from "@factorio-lock/core";
import { type Control, readText } from "./control.ts";
import { sealOf } from "./seal.ts";

/** What this program knows of the files that it placed or checked, by their names in the mod directory. */
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

/** The stamp of a file. */
export function stampOf(stats: Stats): Stamp {
  return { size: stats.size, modified: stats.mtimeMs, inode: stats.ino };
}

/** Whether two stamps are of the same unchanged file. */
export function sameStamp(a: Stamp, b: Stamp): boolean {
  return a.size === b.size && a.modified === b.modified && a.inode === b.inode;
}

/** Whether something is still what it was. A folder is that as long as it is the same one, whatever is in it. */
export function isStill(path: string, stamp: Stamp): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return false;
  return stats.isDirectory() ? stats.ino === stamp.inode : sameStamp(stampOf(stats), stamp);
}

/** The record of a mod directory; empty where there is none, none that can be read, or one that was written elsewhere. */
export function readRecord(control: Control): PlacedRecord {
  const text = readText(control.record);
  const value = text === undefined ? undefined : parseJson(text);
  if (value?.["version"] !== RECORD_VERSION || value["folder"] !== sealOf(control)) return new Map();
  return parseEntries(value["files"]);
}

/** The text of a record, for its place in a mod directory. */
export function formatRecord(control: Control, record: PlacedRecord): string {
  const value = { version: RECORD_VERSION, folder: sealOf(control), files: Object.fromEntries(record) };
  return `${JSON.stringify(value)}\n`;
}

/** A JSON object; undefined when the text is none. */
export function parseJson(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
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

/** A stamp; undefined when the value is none. */
export function parseStamp(value: unknown): Stamp | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { size, modified, inode } = value as Record<string, unknown>;
  if (typeof size !== "number" || typeof modified !== "number" || typeof inode !== "number") return undefined;
  return { size, modified, inode };
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
