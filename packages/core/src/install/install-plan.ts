import type { Warning } from "../error.ts";
import type { DesiredArchive, DesiredPath } from "./desired-state.ts";
import type { DirectoryMod } from "./directory-state.ts";
import type { ModListEntry } from "./mod-list.ts";

/** The steps of an install. Everything is in name order. */
export interface InstallPlan {
  /** Mods that are already in place and correct. */
  readonly keep: readonly KeptMod[];
  /** Mods to place. */
  readonly link: readonly LinkStep[];
  /** Mods that this program placed earlier and that are no longer wanted. */
  readonly remove: readonly DirectoryMod[];
  /** Files that this program did not place, to be moved to a folder next to the mod directory. */
  readonly setAside: readonly DirectoryMod[];
  /** Names of mods that are switched on or off in mod-list.json. */
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  /** The intended entries of mod-list.json, in order. */
  readonly modList: readonly ModListEntry[];
  /** Whether it says something else now. */
  readonly modListChanges: boolean;
  /** Files in the way that this program did not place. If there are any, the plan cannot be carried out. */
  readonly conflicts: readonly Conflict[];
  readonly warnings: readonly Warning[];
  /** Whether there is anything to do. */
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
  /** The file at this place that will be replaced. */
  readonly replaces: DirectoryMod | undefined;
  /** Whether what it replaces is kept in the folder beside. */
  readonly setsAside: boolean;
  /**
   * Whether the archive in the store has to be hashed first: the file at its place was changed, and may be the same file
   * as the store's by a hard link.
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
   * `other-content`: another file under the name that the archive needs; `shadows`: the game would take it instead of
   * the locked one; `same-file`: two locked mods would be one file in this directory, which ignores case.
   */
  readonly kind: "other-content" | "shadows" | "same-file";
}
