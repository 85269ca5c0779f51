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
 * Carries out a journal: the project's files, new files of the mod directory, the game's lists, what is no longer wanted,
 * the record. All are renames, each can be repeated, so that a journal is carried out again after a crash, from the start;
 * and each can be taken back. Where one cannot be made (a file is a mount point, or another program holds it), all are.
 *
 * @param files the project's files that change with the mod directory
 * @param time whether it is carried out by the install that wrote it, or after that was interrupted
 * @returns false if the journal has to be given up: what it needs is no longer there
 * @throws FactorioLockError `FAILED` when it was taken back, and there is no journal any more; or when it was neither
 *   finished nor taken back, and the journal is carried out again later
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
    takeBack(control, journal, old, files, error);
    throw explain(`The mod directory ${control.directory} could not be changed`, error, {
      outcome: "All is as it was.",
    });
  }
  return true;
}

/** Ends an install: removes the journal, and then all that is staged or kept; nothing is done without a journal. */
export function clean({ journal, staged }: Control): void {
  for (const path of [journal, `${journal}.tmp`]) rmSync(path, { force: true });
  rmSync(staged, { recursive: true, force: true });
}

/**
 * Gives up a journal whose staged files were lost (a disk that lost power, a person who tidied up) or are others, or
 * whose work was changed since (the game rewrote its list). What was placed is recorded as ours, and the lists stay as
 * they are: the next plan starts from what is there.
 */
export function abandon(control: Control, journal: Journal): void {
  const { files, change } = readRecord(control);
  const placed = [...journal.place].filter(([name, entry]) => isStill(join(control.directory, name), entry));
  const record = { files: new Map([...files, ...placed]), change: journal.files?.id ?? change };
  replaceControlFile(control.record, formatRecord(control, record));
  clean(control);
}

/** Moves new files, then the lists, into place. False when one is neither staged nor in its place. */
function place({ directory, staged }: Control, journal: Journal, old: OldState): boolean {
  // Two listings instead of two questions for each file.
  const waiting = namesIn(staged);
  const present = new Set([...namesIn(directory)].map(folded));
  for (const [name, entry] of [...journal.place, ...journal.lists]) {
    const [from, to] = [join(staged, name), join(directory, name)];
    if (waiting.has(name)) {
      if (present.has(folded(name)) || journal.setAside.has(name)) old.keep(name);
      renameOverSync(from, to);
    } else if (!isStill(to, entry)) {
      return false;
    }
  }
  return true;
}

/** Where the disk ignores case, a file has its name in any case. */
function folded(name: string): string {
  return name.toLowerCase();
}

/** Last of all, and so never taken back: the record of what is there now. */
function placeRecord(control: Control, journal: Journal): void {
  const staged = join(control.staged, STAGED_RECORD);
  if (exists(staged)) renameOverSync(staged, control.record);
  else if (readControlFile(control.record)?.toString("utf8") !== newRecord(control, journal)) {
    replaceControlFile(control.record, newRecord(control, journal));
  }
  tidily(() => syncFolder(control.folder));
}

/**
 * Puts the old set back. Until the journal is gone it could still be carried out: what is taken back is staged again.
 *
 * @throws FactorioLockError `FAILED` when the old set cannot be put back either
 */
function takeBack(
  control: Control,
  journal: Journal,
  old: OldState,
  files: FileChange | undefined,
  reason: unknown,
): void {
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
  tidily(() => clean(control));
  tidily(() => files?.drop());
}

/** Runs what only tidies up: if it fails, the next run does it. */
export function tidily(work: () => void): void {
  try {
    work();
  } catch {
    // Nothing depends on it.
  }
}

/** The record once a journal was carried out. */
export function newRecord(control: Control, journal: Pick<Journal, "keep" | "place" | "files">): string {
  const change = journal.files?.id ?? readRecord(control).change;
  return formatRecord(control, { files: new Map([...journal.keep, ...journal.place]), change });
}

function namesIn(folder: string): Set<string> {
  return new Set(exists(folder) ? readdirSync(folder) : []);
}
