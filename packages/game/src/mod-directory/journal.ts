import type { Stamp } from "@factorio-lock/core";
import { parseFileId, parseStamp, readControlJson, replaceControlFile, syncFolder } from "@factorio-lock/disk";
import type { Control } from "./control.ts";
import { isPlaceName, type PlacedRecord, parseEntries } from "./record.ts";
import { sealOf } from "./seal.ts";

/**
 * The redo log of an install, written once everything that it needs is staged in the mod directory. If it is
 * on the disk, the install will be completed, whatever crashes; without it, nothing has happened.
 * docs/mod-directory.md explains why.
 */
export interface Journal {
  /** The inode of the folder `staged`: a journal that came with the mod directory from elsewhere cannot know it. */
  readonly staged: string;
  /** Names under `staged` to move into place, with what the record will say of them. */
  readonly place: PlacedRecord;
  /** Names in the mod directory that are moved to the folder beside, and their names there. */
  readonly setAside: ReadonlyMap<string, string>;
  /** Where that folder is: next to the mod directory, or in `.factorio-lock` where that is on another disk. */
  readonly aside: "beside" | "within";
  /** The game's files to replace, from `staged`, in this order, and what tells that they were. */
  readonly lists: ReadonlyMap<GameFile, Stamp>;
  /** Names to remove, with what they must still be. */
  readonly remove: PlacedRecord;
  /** Entries that stay as they are. With `place` they make up the new record. */
  readonly keep: PlacedRecord;
  /** The project's files that change with it, in a journal of their own. */
  readonly files?: ProjectPart | undefined;
}

/** Another folder's part in a change. */
export interface ProjectPart {
  /** The project's folder: absolute, or relative to the mod directory where that lies below it. */
  readonly root: string;
  /** The change that waits there. */
  readonly id: string;
}

/** The files of the game that an install replaces. */
export type GameFile = "mod-settings.dat" | "mod-list.json";

const JOURNAL_VERSION = 2;

/** The journal of an interrupted install; undefined if there is none, none that can be read, or one from elsewhere. */
export function readJournal(control: Control): Journal | undefined {
  const value = readControlJson(control.journal);
  if (value?.["version"] !== JOURNAL_VERSION || value["folder"] !== sealOf(control)) return undefined;
  const { place, setAside, aside, lists, remove, keep, files } = value;
  const staged = parseFileId(value["staged"]);
  if (staged === undefined) return undefined;
  return {
    staged,
    place: parseEntries(place),
    setAside: parseNames(setAside),
    aside: aside === "within" ? "within" : "beside",
    lists: parseLists(lists),
    remove: parseEntries(remove),
    keep: parseEntries(keep),
    files: parsePart(files),
  };
}

/** Puts the journal on the disk: from here on the install happens. */
export function writeJournal(control: Control, journal: Journal): void {
  const { staged, place, setAside, aside, lists, remove, keep } = journal;
  const named = (entries: ReadonlyMap<string, Stamp | string>) => Object.fromEntries(entries);
  const value = {
    folder: sealOf(control),
    staged,
    place: named(place),
    setAside: named(setAside),
    aside,
    lists: named(lists),
    remove: named(remove),
    keep: named(keep),
    files: journal.files,
  };
  replaceControlFile(control.journal, `${JSON.stringify({ version: JOURNAL_VERSION, ...value })}\n`);
  syncFolder(control.folder);
}

function parsePart(value: unknown): ProjectPart | undefined {
  const { root, id } = (value ?? {}) as Record<string, unknown>;
  return typeof root === "string" && typeof id === "string" ? { root, id } : undefined;
}

function parseLists(value: unknown): Map<GameFile, Stamp> {
  const lists = new Map<GameFile, Stamp>();
  for (const name of ["mod-settings.dat", "mod-list.json"] as const) {
    const stamp = parseStamp((value as Record<string, unknown> | null | undefined)?.[name]);
    if (stamp) lists.set(name, stamp);
  }
  return lists;
}

/** Unmanaged files may have any name, as long as it is one within the mod directory. */
function parseNames(value: unknown): Map<string, string> {
  const names = new Map<string, string>();
  if (typeof value !== "object" || value === null) return names;
  for (const [from, to] of Object.entries(value)) {
    if (typeof to === "string" && [from, to].every(isPlainName)) names.set(from, to);
  }
  return names;
}

function isPlainName(name: string): boolean {
  return isPlaceName(name) || (!/[/\\\0]/.test(name) && !name.startsWith("."));
}
