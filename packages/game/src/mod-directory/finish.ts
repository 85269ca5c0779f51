import { lstatSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { renameOverSync, syncFolder } from "@factorio-lock/disk";
import { asideFolder, moveAside } from "./aside.ts";
import { type Control, ensureFolder, replaceFile } from "./control.ts";
import { explain } from "./explained.ts";
import { type Journal, readJournal } from "./journal.ts";
import { type OldState, oldState } from "./old-state.ts";
import { formatRecord, isStill, readRecord } from "./record.ts";

/**
 * Finishes what an interrupted install began, takes it back where it cannot be finished, or removes what it had only
 * prepared. Afterwards the directory is exactly the old set or exactly the new. Needs a hold on the directory.
 *
 * @throws FactorioLockError `FAILED` when a link or file is where things are to be set aside
 */
export function finishInterrupted(control: Control): void {
  const journal = readJournal(control);
  if (!journal) {
    if (exists(control.journal) || exists(control.staged)) clean(control);
  } else if (isOfStaged(control, journal)) {
    if (journal.setAside.size > 0) ensureFolder(asideFolder(control, journal.aside));
    try {
      finish(control, journal);
    } catch (error) {
      // Without a journal it was taken back: whoever plans anew is told what is in the way.
      if (exists(control.journal)) throw error;
    }
  } else {
    abandon(control, journal);
  }
}

/**
 * Whether a journal was written for what is staged. A mod directory that was cloned or unpacked may bring any journal,
 * and links in place of folders, but it cannot know the inodes that it gets.
 */
function isOfStaged({ staged }: Control, journal: Journal): boolean {
  const stats = lstatSync(staged, { throwIfNoEntry: false });
  if (!stats?.isDirectory() || stats.ino !== journal.staged) return false;
  const waiting = namesIn(staged);
  return [...journal.place, ...journal.lists].every(([name, stamp]) => {
    return !waiting.has(name) || isStill(join(staged, name), stamp);
  });
}

/**
 * Carries out a journal. Every step can be repeated, so that a journal is carried out again after a crash, from the
 * start: new files, the game's lists, then what is no longer wanted. Where a new file or list cannot get its place (it is
 * a mount point, or another program holds it), all of it is taken back.
 *
 * @throws FactorioLockError `FAILED` when it was taken back, and there is no journal any more; the system's error when it
 *   was neither finished nor taken back, and the journal is carried out again later
 */
export function finish(control: Control, journal: Journal): void {
  const { directory } = control;
  const old = oldState(control, journal);
  try {
    if (!place(control, journal, old)) return abandon(control, journal);
  } catch (error) {
    takeBack(control, journal, old, error);
    throw explain(
      `The mod directory ${directory} could not be changed, and is as it was`,
      error,
      "Run the command again.",
    );
  }
  syncFolder(directory);
  const aside = asideFolder(control, journal.aside);
  for (const [name, entry] of journal.remove) {
    const path = join(directory, name);
    if (!isStill(path, entry)) continue;
    if (entry.kind === "copy") rmSync(path, { recursive: true, force: true });
    else unlinkSync(path);
  }
  for (const [name, to] of journal.setAside) {
    if (!journal.place.has(name)) moveAside(join(directory, name), join(aside, to));
  }
  replaceFile(control.record, formatRecord(control, new Map([...journal.keep, ...journal.place])));
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

/**
 * Puts the old set back. Until the journal is gone it could still be carried out: what is taken back is staged again.
 *
 * @throws `reason` when the old set cannot be put back either
 */
function takeBack(control: Control, journal: Journal, old: OldState, reason: unknown): void {
  try {
    for (const name of [...journal.place.keys(), ...journal.lists.keys()].reverse()) old.putBack(name);
    syncFolder(control.directory);
  } catch {
    throw reason;
  }
  clean(control);
}

/** Removes the journal and what is left of the staged files. The journal goes first: nothing is done without it. */
function clean(control: Control): void {
  rmSync(control.journal, { force: true });
  rmSync(control.staged, { recursive: true, force: true });
}

/**
 * Gives up a journal whose staged files were lost (a disk that lost power, a person who tidied up) or are others, or
 * whose work was changed since (the game rewrote its list). What was placed is recorded as ours, and the lists stay as
 * they are: the next plan starts from what is there.
 */
function abandon(control: Control, journal: Journal): void {
  const placed = [...journal.place].filter(([name, entry]) => isStill(join(control.directory, name), entry));
  replaceFile(control.record, formatRecord(control, new Map([...readRecord(control), ...placed])));
  clean(control);
}

function namesIn(folder: string): Set<string> {
  return new Set(exists(folder) ? readdirSync(folder) : []);
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
