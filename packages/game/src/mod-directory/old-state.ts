import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Stamp } from "@factorio-lock/core";
import { exists, isStill, keepOld, type Places, putOldBack, renameOverSync } from "@factorio-lock/disk";
import { asideFolder } from "./aside.ts";
import type { Control } from "./control.ts";
import type { Journal } from "./journal.ts";

/**
 * The old files of a mod directory, kept until everything is in place so that they can be put back. Every step is
 * idempotent, so it can be repeated after a crash, in either direction.
 */
export interface OldState {
  /** Keeps the file of that name, and makes its place ready for a rename from `staged`. */
  keep(name: string): void;
  /** Moves the new file of that name back to `staged`, and the old file back into its place. */
  putBack(name: string): void;
  /** Moves away a file that is not in the new set. */
  retire(name: string): void;
  /** Moves a retired file back. */
  restore(name: string): void;
}

/** The folder in `staged` for old files. No archive or list can have this name. */
const KEPT = ".old";

/** The old files of a journal. A file to be set aside is kept in its final location, all others in `staged`. */
export function oldState(control: Control, journal: Journal): OldState {
  const { directory, staged } = control;
  const placesOf = (name: string): Places => {
    const asideName = journal.setAside.get(name);
    const kept =
      asideName === undefined ? join(staged, KEPT, name) : join(asideFolder(control, journal.aside), asideName);
    return { place: join(directory, name), staged: join(staged, name), kept };
  };
  const isNew = (name: string): boolean => {
    const stamp = journal.place.get(name) ?? (journal.lists as ReadonlyMap<string, Stamp>).get(name);
    return stamp !== undefined && isStill(join(directory, name), stamp);
  };
  const makeKeptFolder = (name: string): void => {
    if (!journal.setAside.has(name)) mkdirSync(join(staged, KEPT), { recursive: true });
  };
  return {
    keep(name) {
      const isPlaced = isNew(name);
      if (!isPlaced) makeKeptFolder(name);
      keepOld(placesOf(name), isPlaced);
    },
    putBack: (name) => putOldBack(placesOf(name), isNew(name)),
    retire(name) {
      const { place, kept } = placesOf(name);
      if (!exists(place) || exists(kept)) return;
      makeKeptFolder(name);
      renameOverSync(place, kept);
    },
    restore(name) {
      const { place, kept } = placesOf(name);
      if (exists(kept) && !exists(place)) renameOverSync(kept, place);
    },
  };
}
