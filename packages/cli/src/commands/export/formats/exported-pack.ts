import type { Lockfile, SettingValues } from "@factorio-lock/core";

/** The names of a modpack as other programs show them. */
export interface PackLabel {
  /** As a mod's name: letters, digits, `-` and `_`. */
  readonly name: string;
  /** Three numbers. */
  readonly version: string;
  readonly title: string;
  readonly author: string;
}

/** A modpack to be written in the format of another program. */
export interface ExportedPack {
  readonly lockfile: Lockfile;
  /** The manifest's mod settings. */
  readonly settings: SettingValues | undefined;
  readonly label: PackLabel;
  /** Ask for these versions or newer ones, in a metapackage. */
  readonly loose?: boolean | undefined;
}
