import type { GameVersion, Lockfile, Manifest, SettingValues, Version, Warning } from "@factorio-lock/core";

/** The kinds of mod sources. */
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

/** The enabled mods listed by a file or folder. */
export interface ModSource {
  readonly kind: SourceKind;
  /** The path that was actually read, such as the newest save of a server folder. */
  readonly path: string;
  /** The game version, exact if known; undefined if unknown. */
  readonly game: GameVersion | undefined;
  /** Includes builtin mods; in name order. */
  readonly mods: readonly SourceMod[];
  /** The mods that it lists as disabled, including builtin ones; in name order. */
  readonly off: readonly string[];
  /** Whether it lists all mods that were present. False for a metapackage, whose mods require others. */
  readonly complete: boolean;
  /** Its requirements and locked mods; absent if it is neither a lockfile nor a pack. */
  readonly locked?: LockedSource;
  /** Mod settings, if the source has any. */
  readonly settings: SettingValues | undefined;
  /** Warnings about mods that could not be taken over, and about uncertain data. */
  readonly warnings: readonly Warning[];
}

/** One mod of a source. */
export interface SourceMod {
  readonly name: string;
  /** The exact version; undefined if the source does not give one. */
  readonly version: Version | undefined;
  /** The source's range, if it is not an exact version, such as `>= 1.2` in a metapackage. */
  readonly range?: string;
  /** The name of the file that lists it: `mod-list.json`, `gear-box_1.0.0.zip`. */
  readonly source: string;
  /** The absolute path of the mod itself, if it is part of the source. */
  readonly archive?: string;
}

/** The requirements and locked mods of a lockfile or pack. */
export interface LockedSource {
  readonly lockfile: Lockfile;
  /** The manifest of a pack; absent for a bare lockfile. */
  readonly manifest?: Manifest;
}
