import type { Stamp } from "@factorio-lock/core";
import { parseFileId, parseStamp, readControlJson, replaceControlFile, syncFolder } from "@factorio-lock/disk";
import type { Control } from "./control.ts";
import { isPlaceName, type PlacedRecord, parseEntries } from "./record.ts";
import { sealOf } from "./seal.ts";

/**
 * The redo log of an install, written once everything it needs is staged in the mod directory. Once it is on disk, the
 * install will be completed even after a crash; without it, nothing has changed. docs/mod-directory.md explains why.
 */
export interface Journal {
  /**
   * The inode of the folder `staged`, which a journal copied or forged together with a mod directory cannot predict.
   */
  readonly staged: string;
  /** Names under `staged` to move into place, with their future record entries. */
  readonly place: PlacedRecord;
  /** Names in the mod directory to move to the set-aside folder, and their names there. */
  readonly setAside: ReadonlyMap<string, string>;
  /** The location of that folder: next to the mod directory, or in `.factorio-lock` if the former is not usable. */
  readonly aside: "beside" | "within";
  /**
   * The game's files to replace from `staged`, in this order, with the stamps by which the new files are recognised.
   */
  readonly lists: ReadonlyMap<GameFile, Stamp>;
  /** Names to remove, with the state in which they must still be. */
  readonly remove: PlacedRecord;
  /** Record entries that stay unchanged. Together with `place` they form the new record. */
  readonly keep: PlacedRecord;
  /** The project's files that change together with the directory; they have their own journal. */
  readonly files?: ProjectPart | undefined;
}

/** The part of a change that concerns the project's folder. */
export interface ProjectPart {
  /** The project's folder: absolute, or relative to the mod directory if that is inside it. */
  readonly root: string;
  /** The id of the pending change there. */
  readonly id: string;
}

/** The files of the game that an install replaces. */
export type GameFile = "mod-settings.dat" | "mod-list.json";

const JOURNAL_VERSION = 2;

/** The journal of an interrupted install; undefined if it is missing, unreadable, or was not written in this folder. */
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

/** Writes the journal to disk: from here on the install is completed even after a crash. */
export function writeJournal(control: Control, journal: Journal): void {
  const { staged, place, setAside, aside, lists, remove, keep } = journal;
  const toObject = (entries: ReadonlyMap<string, Stamp | string>) => Object.fromEntries(entries);
  const value = {
    folder: sealOf(control),
    staged,
    place: toObject(place),
    setAside: toObject(setAside),
    aside,
    lists: toObject(lists),
    remove: toObject(remove),
    keep: toObject(keep),
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

/** Parses names of unmanaged files, which may be anything that stays within the mod directory. */
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
