import { lstatSync } from "node:fs";
import { join, resolve } from "node:path";
import { exists, type FileChange, fileId, isStill } from "@factorio-lock/disk";
import { asideFolder } from "./aside.ts";
import { type Control, ensureFolder } from "./control.ts";
import { abandon, clean, finish, tidily } from "./finish.ts";
import { type Journal, readJournal } from "./journal.ts";
import { holdProject, pendingIn } from "./project-files.ts";

/**
 * Finishes what an interrupted install began, takes it back where it cannot be finished, or removes what it had only
 * prepared. Afterwards the directory, and the project's files that were to change with it, are exactly the old set or
 * exactly the new. Needs a hold on the directory.
 *
 * @throws FactorioLockError `FAILED` when a link or file is where things are to be set aside, or it can be neither
 *   finished nor taken back
 */
export async function finishInterrupted(control: Control, signal?: AbortSignal): Promise<void> {
  const journal = readJournal(control);
  if (!journal) {
    if (exists(control.journal)) clean(control);
    else if (exists(control.staged)) tidily(() => clean(control));
    return;
  }
  if (!isOfStaged(control, journal)) return abandon(control, journal);
  const { files } = journal;
  const root = files && resolve(control.directory, files.root);
  if (root === undefined || pendingIn(root)?.id !== files?.id) return carryOut(control, journal, undefined);
  const hold = await holdProject(root, control.directory, signal);
  try {
    const pending = pendingIn(root);
    carryOut(control, journal, pending?.id === files?.id ? pending : undefined);
  } finally {
    await hold.release();
  }
}

function carryOut(control: Control, journal: Journal, files: FileChange | undefined): void {
  if (journal.setAside.size > 0) ensureFolder(asideFolder(control, journal.aside));
  try {
    if (finish(control, journal, files, "again")) clean(control);
    else abandon(control, journal);
    files?.drop();
  } catch (error) {
    // Without a journal the change was undone: the next plan reports whatever is in the way.
    if (exists(control.journal)) throw error;
  }
}

/**
 * Whether a journal was written for what is staged. A mod directory that was cloned or unpacked may bring any journal,
 * and links in place of folders, but it cannot know the inodes that it gets.
 */
function isOfStaged({ staged }: Control, journal: Journal): boolean {
  const stats = lstatSync(staged, { bigint: true, throwIfNoEntry: false });
  if (!stats?.isDirectory() || fileId(stats) !== journal.staged) return false;
  return [...journal.place, ...journal.lists].every(([name, stamp]) => {
    const path = join(staged, name);
    return !exists(path) || isStill(path, stamp);
  });
}
