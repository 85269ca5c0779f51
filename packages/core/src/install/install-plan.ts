import type { Warning } from "../error.ts";
import type { DesiredArchive, DesiredPath } from "./desired-state.ts";
import type { DirectoryMod } from "./directory-state.ts";
import type { ModListEntry } from "./mod-list.ts";

/** The steps of an install. All lists are in name order. */
export interface InstallPlan {
  /** Mods that are already in place and correct. */
  readonly keep: readonly KeptMod[];
  /** Mods to place. */
  readonly link: readonly LinkStep[];
  /** Mods that this program placed earlier and that are no longer wanted. */
  readonly remove: readonly DirectoryMod[];
  /** Files that this program did not place, to be moved to a folder next to the mod directory. */
  readonly setAside: readonly DirectoryMod[];
  /** Names of mods that are switched on in mod-list.json; those below are switched off. */
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  /** The intended entries of mod-list.json, in order. */
  readonly modList: readonly ModListEntry[];
  /** Whether `modList` differs from the present mod-list.json. */
  readonly modListChanges: boolean;
  /** Files in the way that this program did not place. If there are any, the plan cannot be carried out. */
  readonly conflicts: readonly Conflict[];
  readonly warnings: readonly Warning[];
  /** Whether the plan changes anything. */
  readonly changes: boolean;
}

/** A mod that stays. */
export interface KeptMod {
  readonly mod: DesiredArchive | DesiredPath;
  readonly present: DirectoryMod;
}

/** A mod to place. */
export interface LinkStep {
  readonly mod: DesiredArchive | DesiredPath;
  /** The present file that will be replaced. */
  readonly replaces: DirectoryMod | undefined;
  /** Whether the replaced file is kept, in a folder next to the mod directory. */
  readonly setsAside: boolean;
  /**
   * Whether the archive in the store has to be hashed first: the file in the mod directory was changed, and may be a
   * hard link to it.
   */
  readonly recheck: boolean;
}

/** A file in the way of a locked mod that this program did not place. */
export interface Conflict {
  /** The locked mod. */
  readonly mod: string;
  /** The file in the way. */
  readonly fileName: string;
  /**
   * `other-content`: another file has the name that the archive needs; `shadows`: the game would load it instead of the
   * locked mod; `same-file`: two locked mods would share a file, since this directory ignores case.
   */
  readonly kind: "other-content" | "shadows" | "same-file";
}
