import type { Warning } from "../error.ts";
import type { DesiredArchive, DesiredPath } from "./desired-state.ts";
import type { DirectoryMod } from "./directory-state.ts";
import type { ModListEntry } from "./mod-list.ts";

/** What an install has to do. Everything is in name order. */
export interface InstallPlan {
  /** What is there already and right. */
  readonly keep: readonly KeptMod[];
  /** What has to be placed. */
  readonly link: readonly LinkStep[];
  /** What this program placed earlier and nobody wants any more. */
  readonly remove: readonly DirectoryMod[];
  /** What others placed and is moved to a folder beside. */
  readonly setAside: readonly DirectoryMod[];
  /** Names of mods that are switched on or off in mod-list.json. */
  readonly enable: readonly string[];
  readonly disable: readonly string[];
  /** What mod-list.json shall say, in its order. */
  readonly modList: readonly ModListEntry[];
  /** Whether it says something else now. */
  readonly modListChanges: boolean;
  /** What stands in the way and belongs to others. With any, the plan cannot be carried out. */
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
  /** What lies at its place now and is replaced. */
  readonly replaces: DirectoryMod | undefined;
  /** Whether what it replaces is kept in the folder beside. */
  readonly setsAside: boolean;
  /**
   * Whether the archive in the store has to be hashed first: the file at its place was changed, and may be the same file
   * as the store's by a hard link.
   */
  readonly recheck: boolean;
}

/** Something of others that is in the way of a locked mod. */
export interface Conflict {
  /** The locked mod. */
  readonly mod: string;
  /** What is in the way. */
  readonly fileName: string;
  /**
   * `other-content`: another file under the name that the archive needs; `shadows`: the game would take it instead of
   * the locked one; `same-file`: two locked mods would be one file in this directory, which ignores case.
   */
  readonly kind: "other-content" | "shadows" | "same-file";
}
