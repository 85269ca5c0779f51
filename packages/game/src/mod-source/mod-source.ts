import type { GameVersion, Lockfile, Manifest, SettingValues, Version, Warning } from "@factorio-lock/core";

/** What kind of thing tells of mods. */
export type SourceKind =
  | "mod-directory"
  | "mod-list"
  | "save"
  | "log"
  | "metapackage"
  | "mod-pack"
  | "lockfile"
  | "pack";

/** The mods that something on a player's disk tells of: those that were enabled. */
export interface ModSource {
  readonly kind: SourceKind;
  /** What was read in the end, such as the newest save of a server folder. */
  readonly path: string;
  /** The game version, exact where the source tells that; undefined where it tells nothing. */
  readonly game: GameVersion | undefined;
  /** Builtin ones among them, in name order. */
  readonly mods: readonly SourceMod[];
  /** The mods that it names and has switched off, builtin ones among them, in name order. */
  readonly off: readonly string[];
  /** Whether a mod that it does not name was not there: not so of a metapackage, whose mods bring others. */
  readonly complete: boolean;
  /** What it asks for and has locked; absent where it is neither a lockfile nor a pack. */
  readonly locked?: LockedSource;
  /** Mod settings, where the source has them. */
  readonly settings: SettingValues | undefined;
  /** What could not be taken over, and what is doubtful. */
  readonly warnings: readonly Warning[];
}

/** A mod that a source tells of. */
export interface SourceMod {
  readonly name: string;
  /** Exactly that version; undefined where the source does not tell it. */
  readonly version: Version | undefined;
  /** What the source asks for where that is not one version, such as `>= 1.2` in a metapackage. */
  readonly range?: string;
  /** The file that tells so, by its name: `mod-list.json`, `gear-box_1.0.0.zip`. */
  readonly source: string;
  /** Where the mod itself lies, if it lies in the source. Absolute. */
  readonly archive?: string;
}

/** What a lockfile, or a pack, asks for and has locked. */
export interface LockedSource {
  readonly lockfile: Lockfile;
  /** The manifest of a pack; of a lockfile alone there is none. */
  readonly manifest?: Manifest;
}
