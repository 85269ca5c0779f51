import type { ChangelogSection } from "../changelog/changelog.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import type { SettingValues } from "../manifest/manifest.ts";

/** The details of a mod beside its lock; each undefined where it is not known. */
export interface ModAbout {
  readonly title?: string | undefined;
  /** Bytes of the locked archive. */
  readonly size?: number | undefined;
  readonly licence?: string | undefined;
  readonly licenceUrl?: string | undefined;
}

/** Another lock of the modpack, and what the mods' authors say of what is new since. */
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

/** The content of a page of a modpack. All of it may come from strangers. */
export interface PackPage {
  readonly title: string;
  readonly name: string;
  readonly version: string | undefined;
  readonly author: string | undefined;
  readonly lockfile: Lockfile;
  readonly settings: SettingValues | undefined;
  readonly about: (name: string) => ModAbout | undefined;
  /** The address of a mod's page; undefined where it has none. */
  readonly pageOf: (name: string) => string | undefined;
  readonly before?: PackBefore | undefined;
  /** The pack file, which the page holds to be downloaded; without a text it lies beside the page. */
  readonly packFile?: { readonly name: string; readonly text?: string | undefined } | undefined;
  /** Where `sync` can have the modpack from. */
  readonly address?: string | undefined;
  /** A link back, where the page is one of several. */
  readonly home?: { readonly address: string; readonly text: string } | undefined;
  readonly sha256: (text: string) => string;
}
