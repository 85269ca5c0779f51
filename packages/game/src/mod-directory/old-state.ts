import {
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  rmSync,
  type Stats,
  symlinkSync,
} from "node:fs";
import { join } from "node:path";
import type { Stamp } from "@factorio-lock/core";
import { renameOverSync } from "@factorio-lock/disk";
import { asideFolder, moveAside } from "./aside.ts";
import { type Control } from "./control.ts";
import type { Journal } from "./journal.ts";
import { isStill } from "./record.ts";

/**
 * What the mod directory had under a name before a staged thing took it, kept until all lists are replaced so that the
 * old set can be put back. Every step can be repeated after a crash, in either direction.
 */
export interface OldState {
  /** Keeps what has the name, and clears the way for a rename from `staged`. */
  keep(name: string): void;
  /** Moves what was placed under the name back to `staged`, and what was there before into its place. */
  putBack(name: string): void;
}

/** Where in `staged` old things are kept. No archive and no list has such a name. */
const KEPT = ".old";

/** The old state of the names that a journal places. What is set aside is kept where it is to be in the end. */
export function oldState(control: Control, journal: Journal): OldState {
  const { directory, staged } = control;
  const keptPath = (name: string): string => {
    const asideName = journal.setAside.get(name);
    return asideName === undefined ? join(staged, KEPT, name) : join(asideFolder(control, journal.aside), asideName);
  };
  const isNew = (name: string): boolean => {
    const stamp = journal.place.get(name) ?? (journal.lists as ReadonlyMap<string, Stamp>).get(name);
    return stamp !== undefined && isStill(join(directory, name), stamp);
  };
  return {
    keep(name) {
      const [place, kept] = [join(directory, name), keptPath(name)];
      const old = statsOf(place);
      if (!old || isNew(name) || statsOf(kept)) return;
      if (!journal.setAside.has(name)) mkdirSync(join(staged, KEPT), { recursive: true });
      const isOneStep = isFile(old) && isFile(lstatSync(join(staged, name)));
      if (!isOneStep || !(named(place, kept) || copied(place, kept))) moveAside(place, kept);
      else if (process.platform === "win32" && old.isSymbolicLink()) rmSync(place);
    },
    putBack(name) {
      const [place, back, kept] = [join(directory, name), join(staged, name), keptPath(name)];
      const [present, old] = [statsOf(place), statsOf(kept)];
      if (present && !isNew(name)) {
        // It was not replaced yet, or is another program's by now.
        if (old?.ino === present.ino) rmSync(kept);
        return;
      }
      // With a second name for the new file the old one replaces it, and the name is never without a file.
      const isOneStep = present && old && isFile(present) && isFile(old);
      if (present && !(isOneStep && (statsOf(back) || named(place, back)))) renameOverSync(place, back);
      if (old) renameOverSync(kept, place);
    },
  };
}

function statsOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false });
}

/** Only a file or link can be replaced in one step, and only by a file or link. */
function isFile(stats: Stats): boolean {
  return !stats.isDirectory();
}

/** Gives a file or link a second name, where the system can do that. */
function named(path: string, name: string): boolean {
  try {
    linkSync(path, name);
  } catch {
    return false;
  }
  if (lstatSync(name).ino === lstatSync(path).ino) return true;
  // Some systems name what a symbolic link leads to.
  rmSync(name);
  return false;
}

/** Copies a file, under a name that it has only when it is whole, or a link; not a junction of Windows. */
function copied(path: string, to: string): boolean {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink() && process.platform !== "win32") {
    symlinkSync(readlinkSync(path), to);
    return true;
  }
  if (!stats.isFile()) return false;
  rmSync(`${to}.tmp`, { force: true });
  copyFileSync(path, `${to}.tmp`, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  renameOverSync(`${to}.tmp`, to);
  return true;
}
