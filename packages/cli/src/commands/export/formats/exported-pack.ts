import type { Lockfile, SettingValues } from "@factorio-lock/core";

/** What a modpack is called where another program shows it. */
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
  /** What the manifest says of mod settings. */
  readonly settings: SettingValues | undefined;
  readonly label: PackLabel;
  /** Ask for these versions or newer ones, in a metapackage. */
  readonly loose?: boolean | undefined;
}
