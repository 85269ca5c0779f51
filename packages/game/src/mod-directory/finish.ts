import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import {
  exists,
  explain,
  type FileChange,
  isStill,
  PARTLY_CHANGED,
  readControlFile,
  renameOverSync,
  replaceControlFile,
  syncFolder,
} from "@factorio-lock/disk";
import type { Control } from "./control.ts";
import type { Journal } from "./journal.ts";
import { type OldState, oldState } from "./old-state.ts";
import { formatRecord, readRecord, STAGED_RECORD } from "./record.ts";

/**
 * Carries out a journal: replaces the project's files, moves in new files of the mod directory, replaces the game's
 * lists, moves out unwanted files, and replaces the record. Every step is an idempotent rename, so after a crash the
 * journal is carried out again from the start; and every step can be undone. If one fails (a file is a mount point, or
 * another program has it open), all are undone.
 *
 * @param files the project's files that change with the mod directory
 * @param time `first` for the install that wrote the journal, `again` after an interruption
 * @returns false if the journal must be abandoned because its files are missing
 * @throws FactorioLockError `FAILED` if everything was undone and the journal removed; or if it could be neither
 *   finished nor undone, in which case the journal is kept for the next run
 */
export function finish(
  control: Control,
  journal: Journal,
  files: FileChange | undefined,
  time: "first" | "again",
): boolean {
  const old = oldState(control, journal);
  try {
    files?.place();
    if (!place(control, journal, old)) {
      if (time === "again") return false;
      throw new FactorioLockError("FAILED", `Another program changed ${control.staged} during the install.`);
    }
    syncFolder(control.directory);
    for (const [name, entry] of journal.remove) if (isStill(join(control.directory, name), entry)) old.retire(name);
    for (const name of journal.setAside.keys()) if (!journal.place.has(name)) old.retire(name);
    placeRecord(control, journal);
  } catch (error) {
    undo(control, journal, old, files, error);
    throw explain(`The mod directory ${control.directory} could not be changed`, error, {
      outcome: "All is as it was.",
    });
  }
  return true;
}

/** Ends an install: removes the journal first, then all staged and kept files, which have no effect without it. */
export function clean({ journal, staged }: Control): void {
  for (const path of [journal, `${journal}.tmp`]) rmSync(path, { force: true });
  rmSync(staged, { recursive: true, force: true });
}

/**
 * Abandons a journal whose staged files are missing (power loss, manual cleanup) or different, or whose result was
 * changed since (the game rewrote its list). Files already placed are recorded as ours, and the lists stay as they are:
 * the next plan starts from that state.
 */
export function abandon(control: Control, journal: Journal): void {
  const { files, change } = readRecord(control);
  const placed = [...journal.place].filter(([name, entry]) => isStill(join(control.directory, name), entry));
  const record = { files: new Map([...files, ...placed]), change: journal.files?.id ?? change };
  replaceControlFile(control.record, formatRecord(control, record));
  clean(control);
}

/** Moves new files, then the lists, into place. False if one is neither staged nor in place. */
function place({ directory, staged }: Control, journal: Journal, old: OldState): boolean {
  // Two directory listings are faster than two calls for each file.
  const waiting = namesIn(staged);
  const present = new Set([...namesIn(directory)].map(lowerCased));
  for (const [name, entry] of [...journal.place, ...journal.lists]) {
    const [from, to] = [join(staged, name), join(directory, name)];
    if (waiting.has(name)) {
      if (present.has(lowerCased(name)) || journal.setAside.has(name)) old.keep(name);
      renameOverSync(from, to);
    } else if (!isStill(to, entry)) {
      return false;
    }
  }
  return true;
}

/** Names are compared ignoring case, as some disks do. */
function lowerCased(name: string): string {
  return name.toLowerCase();
}

/** Replaces the record of placed files. As the last step it never needs to be undone. */
function placeRecord(control: Control, journal: Journal): void {
  const staged = join(control.staged, STAGED_RECORD);
  if (exists(staged)) renameOverSync(staged, control.record);
  else if (readControlFile(control.record)?.toString("utf8") !== newRecord(control, journal)) {
    replaceControlFile(control.record, newRecord(control, journal));
  }
  ignoringErrors(() => syncFolder(control.folder));
}

/**
 * Undoes a journal: puts the old set back. New files are staged again, because until the journal is removed a crash
 * would make the next run carry it out.
 *
 * @throws FactorioLockError `FAILED` if the old set cannot be put back either
 */
function undo(control: Control, journal: Journal, old: OldState, files: FileChange | undefined, reason: unknown): void {
  try {
    for (const name of [...journal.setAside.keys()].reverse()) if (!journal.place.has(name)) old.restore(name);
    for (const name of [...journal.remove.keys()].reverse()) old.restore(name);
    for (const name of [...journal.place.keys(), ...journal.lists.keys()].reverse()) old.putBack(name);
    syncFolder(control.directory);
    files?.putBack();
    rmSync(control.journal, { force: true });
  } catch {
    throw explain(`The mod directory ${control.directory} was partly changed`, reason, { hint: PARTLY_CHANGED });
  }
  ignoringErrors(() => clean(control));
  ignoringErrors(() => files?.drop());
}

/** Runs a cleanup and ignores its errors: the next run cleans up again. */
export function ignoringErrors(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing depends on it.
  }
}

/** The text of the record after a journal was carried out. */
export function newRecord(control: Control, journal: Pick<Journal, "keep" | "place" | "files">): string {
  const change = journal.files?.id ?? readRecord(control).change;
  return formatRecord(control, { files: new Map([...journal.keep, ...journal.place]), change });
}

function namesIn(folder: string): Set<string> {
  return new Set(exists(folder) ? readdirSync(folder) : []);
}
