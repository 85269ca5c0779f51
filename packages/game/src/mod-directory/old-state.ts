import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Stamp } from "@factorio-lock/core";
import { exists, isStill, keepOld, type Places, putOldBack, renameOverSync } from "@factorio-lock/disk";
import { asideFolder } from "./aside.ts";
import type { Control } from "./control.ts";
import type { Journal } from "./journal.ts";

/**
 * The previous state of names in the mod directory, kept until everything is in place so that the old set can
 * be put back. Every step can be repeated after a crash, in either direction.
 */
export interface OldState {
  /** Keeps what has the name, and clears the way for a rename from `staged`. */
  keep(name: string): void;
  /** Moves what was placed under the name back to `staged`, and what was there before into its place. */
  putBack(name: string): void;
  /** Moves away what the new set has no more. */
  retire(name: string): void;
  /** Moves it back. */
  restore(name: string): void;
}

/** Where in `staged` old things are kept. No archive and no list has such a name. */
const KEPT = ".old";

/** The old state of the names in a journal. What is set aside is kept where it is to be in the end. */
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
  const makeKept = (name: string): void => {
    if (!journal.setAside.has(name)) mkdirSync(join(staged, KEPT), { recursive: true });
  };
  return {
    keep(name) {
      const isThere = isNew(name);
      if (!isThere) makeKept(name);
      keepOld(placesOf(name), isThere);
    },
    putBack: (name) => putOldBack(placesOf(name), isNew(name)),
    retire(name) {
      const { place, kept } = placesOf(name);
      if (!exists(place) || exists(kept)) return;
      makeKept(name);
      renameOverSync(place, kept);
    },
    restore(name) {
      const { place, kept } = placesOf(name);
      if (exists(kept) && !exists(place)) renameOverSync(kept, place);
    },
  };
}
