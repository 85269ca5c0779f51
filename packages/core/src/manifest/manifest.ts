import type { GameBuild } from "../game/game-build.ts";
import type { GameVersion } from "../game/game-version.ts";
import type { Age } from "../mod/age.ts";
import type { Range } from "../version/range.ts";

/** `mods.yaml`, read and checked. Source: docs/manifest.md. */
export interface Manifest {
  readonly factorio: GameVersion;
  /** Whether this install has Space Age. */
  readonly expansion: boolean;
  /** As written, relative to the manifest's folder unless absolute; `./mods` if absent. */
  readonly modDirectory: string;
  /** The `mods` table, by mod name, in the order of the file. */
  readonly mods: Requirements;
  /** The build of the game to lock as well; undefined if none. Source: docs/manifest.md, "All keys". */
  readonly game?: GameBuild | undefined;
  /** Restricts which new releases are taken; absent if the manifest has no `updates`. */
  readonly updates?: UpdatePolicy;
  /** Values for mod-settings.dat; undefined if the manifest has no `settings`. */
  readonly settings: SettingValues | undefined;
  /** The modpack's metadata for exports and packs; absent if the manifest has no `pack`. */
  readonly pack?: PackInfo;
}

/** The keys of a manifest's `pack`, in the order in which documents show them. */
export const PACK_KEYS = ["name", "version", "title", "author", "from"] as const;

/** A key of `pack`. */
export type PackKey = (typeof PACK_KEYS)[number];

/** The modpack's own metadata in a manifest. `from` is the address of the pack that it follows. */
export type PackInfo = { readonly [Key in PackKey]?: string };

/** Rules for taking new releases. */
export interface UpdatePolicy {
  /** Releases younger than this are not taken. */
  readonly olderThan?: Age;
}

/** The requirements of a manifest, by mod name. */
export type Requirements = ReadonlyMap<string, Requirement>;

/** The requirement of a manifest on one mod. */
export type Requirement =
  | WantedRequirement
  /**
   * The mod must be absent: `false`, or `enabled: false`, which remembers the requirement for when it is enabled again.
   */
  | { readonly kind: "refused"; readonly remembered?: WantedRequirement };

/** The requirement of a manifest on a mod that must be present. */
export type WantedRequirement =
  /** The mod must have a version in the range. */
  | { readonly kind: "range"; readonly range: Range }
  /** The mod comes from a folder or zip on this machine; the path as written. */
  | { readonly kind: "path"; readonly path: string };

/** The sections of settings that a manifest can have. */
export const SETTING_SECTIONS = ["startup", "runtime-global"] as const;

/** A section of settings. */
export type SettingSection = (typeof SETTING_SECTIONS)[number];

/** The value of a mod setting. Integers beyond 2⁵³ are bigints; colours are `{r, g, b, a}` with numbers from 0 to 1. */
export type SettingValue = boolean | number | bigint | string | { readonly [key: string]: number };

/** The sections of mod-settings.dat that a manifest can set. */
export interface SettingValues {
  readonly startup?: Readonly<Record<string, SettingValue>>;
  readonly "runtime-global"?: Readonly<Record<string, SettingValue>>;
}
