import type { Lockfile, PackInfo, SettingValues } from "@factorio-lock/core";

/** The names of a modpack as other programs show them. */
export interface PackLabel {
  /** As a mod's name: letters, digits, `-` and `_`. */
  readonly name: string;
  /** Three numbers. */
  readonly version: string;
  readonly title: string;
  readonly author: string;
}

/** The author if none is named. */
export const UNKNOWN_AUTHOR = "unknown";

/** The title and the author, without those that are defaults. */
export function givenLabel({ name, title, author }: PackLabel): Pick<PackInfo, "title" | "author"> {
  return { ...(title === name ? {} : { title }), ...(author === UNKNOWN_AUTHOR ? {} : { author }) };
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
