import { lstatSync, readdirSync, rmSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { asideFolder, keepAside, moveAside } from "./aside.ts";
import { type Control, ensureFolder, renameOver, replaceFile, syncFolder } from "./control.ts";
import { type Journal, readJournal } from "./journal.ts";
import { formatRecord, isStill, readRecord } from "./record.ts";

/**
 * Finishes what an interrupted install began, or removes what it had only prepared. Afterwards the directory is exactly
 * the old set or exactly the new. Needs a hold on the directory.
 *
 * @throws FactorioLockError `FAILED` when a link or file is where things are to be set aside
 */
export function finishInterrupted(control: Control): void {
  const journal = readJournal(control);
  if (!journal) {
    if (exists(control.journal) || exists(control.staged)) clean(control);
  } else if (isOfStaged(control, journal)) {
    if (journal.setAside.size > 0) ensureFolder(asideFolder(control, journal.aside));
    finish(control, journal);
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
 * start: new files, the game's lists, then what is no longer wanted.
 */
export function finish(control: Control, journal: Journal): void {
  const { directory, staged } = control;
  const aside = asideFolder(control, journal.aside);
  // Two listings instead of two questions for each file.
  const waiting = namesIn(staged);
  const present = namesIn(directory);
  for (const [name, entry] of journal.place) {
    const [from, to] = [join(staged, name), join(directory, name)];
    if (waiting.has(name)) {
      const asideName = journal.setAside.get(name);
      const target = asideName === undefined ? undefined : join(aside, asideName);
      if (present.has(name) || asideName !== undefined) makeRoom(control, { from, to, aside: target });
      renameOver(from, to);
    } else if (!isStill(to, entry)) {
      return abandon(control, journal);
    }
  }
  for (const [name, stamp] of journal.lists) {
    if (waiting.has(name)) renameOver(join(staged, name), join(directory, name));
    else if (!isStill(join(directory, name), stamp)) return abandon(control, journal);
  }
  syncFolder(directory);
  for (const [name, entry] of journal.remove) {
    const path = join(directory, name);
    if (!isStill(path, entry)) continue;
    if (entry.kind === "copy") rmSync(path, { recursive: true, force: true });
    else unlinkSync(path);
  }
  for (const [name, to] of journal.setAside) {
    if (!journal.place.has(name)) moveAside(join(directory, name), join(aside, to));
  }
  replaceFile(control.record, formatRecord(new Map([...journal.keep, ...journal.place])));
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
  replaceFile(control.record, formatRecord(new Map([...readRecord(control), ...placed])));
  clean(control);
}

/** Clears the way for a rename: only a file can be replaced in one step, and only by a file or link. */
function makeRoom(
  control: Control,
  { from, to, aside }: { from: string; to: string; aside: string | undefined },
): void {
  const old = lstatSync(to, { throwIfNoEntry: false });
  if (!old) return;
  const isOneStep = !old.isDirectory() && !lstatSync(from).isDirectory();
  if (aside !== undefined) {
    if (isOneStep && old.isFile()) keepAside(to, aside);
    else moveAside(to, aside);
  } else if (!isOneStep) {
    const trash = join(control.staged, ".old");
    rmSync(trash, { recursive: true, force: true });
    renameOver(to, trash);
  } else if (process.platform === "win32" && old.isSymbolicLink()) {
    unlinkSync(to);
  }
}

function namesIn(folder: string): Set<string> {
  return new Set(exists(folder) ? readdirSync(folder) : []);
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}
