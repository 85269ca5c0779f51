import type { GameVersion } from "../game/game-version.ts";
import type { Range } from "../version/range.ts";

/** `mods.yaml`, read and checked. Source: contract section 2. */
export interface Manifest {
  readonly factorio: GameVersion;
  /** Whether this install has Space Age. */
  readonly expansion: boolean;
  /** As written, relative to the manifest's folder unless absolute; `./mods` where absent. */
  readonly modDirectory: string;
  /** The `mods` table, by mod name, in the order of the file. */
  readonly mods: Requirements;
  /** Values for mod-settings.dat; undefined where the manifest has no `settings`. */
  readonly settings: SettingValues | undefined;
}

/** What a manifest says of mods, by mod name. */
export type Requirements = ReadonlyMap<string, Requirement>;

/** What a manifest says of one mod. */
export type Requirement =
  /** It must be present, at a version in the range. */
  | { readonly kind: "range"; readonly range: Range }
  /** It must be absent (`false`). */
  | { readonly kind: "refused" }
  /** It must be present, from a folder or zip on this machine; the path as written. */
  | { readonly kind: "path"; readonly path: string };

/** A value of a mod setting. Colours are `{r, g, b, a}` with numbers 0–1. */
export type SettingValue = boolean | number | string | { readonly [key: string]: number };

/** The sections of mod-settings.dat that a manifest can set. */
export interface SettingValues {
  readonly startup?: Readonly<Record<string, SettingValue>>;
  readonly "runtime-global"?: Readonly<Record<string, SettingValue>>;
}
