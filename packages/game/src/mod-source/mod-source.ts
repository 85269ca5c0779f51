import type { GameVersion, SettingValues, Version, Warning } from "@factorio-lock/core";

/** What kind of thing tells of mods. */
export type SourceKind = "mod-directory" | "mod-list" | "save" | "log" | "metapackage" | "mod-pack";

/** The mods that something on a player's disk tells of: those that were enabled. */
export interface ModSource {
  readonly kind: SourceKind;
  /** What was read in the end, such as the newest save of a server folder. */
  readonly path: string;
  /** The game version, exact where the source tells that; undefined where it tells nothing. */
  readonly game: GameVersion | undefined;
  /** Builtin ones among them, in name order. */
  readonly mods: readonly SourceMod[];
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
  readonly told: string;
}
