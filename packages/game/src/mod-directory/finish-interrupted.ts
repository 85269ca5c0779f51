import { lstatSync } from "node:fs";
import { join, resolve } from "node:path";
import { exists, type FileChange, fileId, isStill } from "@factorio-lock/disk";
import { asideFolder } from "./aside.ts";
import { type Control, ensureFolder } from "./control.ts";
import { abandon, clean, finish, ignoringErrors } from "./finish.ts";
import { type Journal, readJournal } from "./journal.ts";
import { holdProject, pendingIn } from "./project-files.ts";

/**
 * Finishes an interrupted install, undoes it if it cannot be finished, or removes its files if it was only prepared.
 * Afterwards the directory and the project's files that change with it are exactly the old set or exactly the new.
 * Requires a hold on the directory.
 *
 * @throws FactorioLockError `FAILED` if a link or file is in place of the set-aside folder, or the install can be
 *   neither finished nor undone
 */
export async function finishInterrupted(control: Control, signal?: AbortSignal): Promise<void> {
  const journal = readJournal(control);
  if (!journal) {
    if (exists(control.journal)) clean(control);
    else if (exists(control.staged)) ignoringErrors(() => clean(control));
    return;
  }
  if (!matchesStaged(control, journal)) return abandon(control, journal);
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
    // The change was undone if its journal is gone: the next plan reports what is in the way.
    if (exists(control.journal)) throw error;
  }
}

/**
 * Whether a journal belongs to the staged files. A cloned or unpacked mod directory may contain a forged journal, and
 * links instead of folders, but nobody can predict the inodes that its files get.
 */
function matchesStaged({ staged }: Control, journal: Journal): boolean {
  const stats = lstatSync(staged, { bigint: true, throwIfNoEntry: false });
  if (!stats?.isDirectory() || fileId(stats) !== journal.staged) return false;
  return [...journal.place, ...journal.lists].every(([name, stamp]) => {
    const path = join(staged, name);
    return !exists(path) || isStill(path, stamp);
  });
}
