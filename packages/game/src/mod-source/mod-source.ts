import type { GameVersion, Lockfile, Manifest, SettingValues, Version, Warning } from "@factorio-lock/core";

/** The kinds of sources of mods. */
export const SOURCE_KINDS = [
  "mod-directory",
  "mod-list",
  "save",
  "log",
  "metapackage",
  "mod-pack",
  "lockfile",
  "pack",
] as const;

export type SourceKind = (typeof SOURCE_KINDS)[number];

/** The enabled mods of a file or folder on a player's disk. */
export interface ModSource {
  readonly kind: SourceKind;
  /** The path that was read in the end, such as the newest save of a server folder. */
  readonly path: string;
  /** The game version, exact where the source tells that; undefined if it tells nothing. */
  readonly game: GameVersion | undefined;
  /** Builtin ones among them, in name order. */
  readonly mods: readonly SourceMod[];
  /** The mods that it names and has switched off, builtin ones among them, in name order. */
  readonly off: readonly string[];
  /** Whether a mod that it does not name was not there: not so of a metapackage, whose mods bring others. */
  readonly complete: boolean;
  /** Its requirements and locked mods; absent if it is neither a lockfile nor a pack. */
  readonly locked?: LockedSource;
  /** Mod settings, where the source has them. */
  readonly settings: SettingValues | undefined;
  /** Mods that could not be taken over, and doubts. */
  readonly warnings: readonly Warning[];
}

/** One mod of a source. */
export interface SourceMod {
  readonly name: string;
  /** Exactly that version; undefined if the source does not tell it. */
  readonly version: Version | undefined;
  /** The source's constraint if that is not a single version, such as `>= 1.2` in a metapackage. */
  readonly range?: string;
  /** The file that tells so, by its name: `mod-list.json`, `gear-box_1.0.0.zip`. */
  readonly source: string;
  /** Where the mod itself lies, if it lies in the source. Absolute. */
  readonly archive?: string;
}

/** The requirements and locked mods of a lockfile or pack. */
export interface LockedSource {
  readonly lockfile: Lockfile;
  /** The manifest of a pack; of a lockfile alone there is none. */
  readonly manifest?: Manifest;
}
