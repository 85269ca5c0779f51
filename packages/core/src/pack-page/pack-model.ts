import type { ChangelogSection } from "../changelog/changelog.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import type { SettingValues } from "../manifest/manifest.ts";

/** Details of a mod that are not in the lockfile; each is undefined if unknown. */
export interface ModAbout {
  readonly title?: string | undefined;
  /** The size of the locked archive, in bytes. */
  readonly size?: number | undefined;
  readonly licence?: string | undefined;
  readonly licenceUrl?: string | undefined;
  /** A small PNG, in base64. */
  readonly thumbnail?: string | undefined;
}

/** An earlier lockfile of the modpack, with the changelogs of the mods since then. */
export interface PackBefore {
  /** Its name: a file or a git revision. */
  readonly name: string;
  readonly lockfile: Lockfile;
  readonly changelogs: readonly PackChangelog[];
}

/** The newer sections of a mod's changelog. */
export interface PackChangelog {
  readonly mod: string;
  readonly sections: readonly (Pick<ChangelogSection, "categories"> & { readonly version: string })[];
}

/** The content of a modpack's page. All of it may come from strangers. */
export interface PackPage {
  readonly title: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly author: string | undefined;
  readonly lockfile: Lockfile;
  readonly settings: SettingValues | undefined;
  readonly about: (name: string) => ModAbout | undefined;
  /** The address of a mod's page; undefined if it has none. */
  readonly pageOf: (name: string) => string | undefined;
  readonly before?: PackBefore | undefined;
  /** The pack file to download. With `text` it is embedded in the page; without, it is a file next to the page. */
  readonly packFile?: { readonly name: string; readonly text?: string | undefined } | undefined;
  /** The address from which `sync` can get the modpack. */
  readonly address?: string | undefined;
  /** A link back, if the page is one of several. */
  readonly home?: { readonly address: string; readonly text: string } | undefined;
  readonly sha256: (text: string) => string;
}
