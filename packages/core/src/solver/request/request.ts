import type { InstalledBuiltin } from "../../game/builtins.ts";
import type { GameVersion } from "../../game/game-version.ts";
import type { Requirements } from "../../manifest/manifest.ts";
import type { AgeLimit } from "../../mod/age.ts";
import type { ModInfo, Release } from "../../mod/release.ts";

/** A question to the solver. */
export interface ResolveRequest {
  readonly game: GameVersion;
  readonly expansion: boolean;
  readonly requirements: Requirements;
  /** The releases of the manifest's `path` mods, as their info.json tells them, by mod name. */
  readonly pathMods?: ReadonlyMap<string, Release>;
  /** The builtin mods of an installed game (`--game DIR`). */
  readonly installed?: readonly InstalledBuiltin[];
  /** The lockfile's releases, by mod name: preferred, and candidates even when the portal no longer lists them. */
  readonly locked?: ReadonlyMap<string, Release>;
  /** Mods that go to their newest: all, or those named, which are then decided first. Source: docs/rules.md, R11. */
  readonly update?: "all" | readonly string[];
  /**
   * The mods that the command line asks for or keeps out and the manifest on disk does not: explanations name them
   * separately, no suggestion removes one if there is another way, and none lets one in that is kept out.
   */
  readonly justAsked?: readonly string[];
  /** Releases younger than this are no candidates; the locked one of a mod is, and the only one that the manifest allows. */
  readonly ageLimit?: AgeLimit;
  /** Whether recommended mods (`+`) are added. Default true. Source: docs/rules.md, R8. */
  readonly recommended?: boolean;
  /**
   * How many steps the search may take before it ends as `TOO_HARD`. A step is a decision, a conflict, or a few hundred
   * looks at what is known.
   */
  readonly budget?: number;
}

/** Where ModInfo comes from: the portal, a cache, a snapshot, a test. */
export interface ModInfoSource {
  /** Looks up a mod; undefined if there is no such mod. Asked again for the same name, it answers the same. */
  get(name: string): Promise<ModInfo | undefined>;
  /** Names that the solver will probably ask for soon. Takes no time; failures show at `get`. */
  prefetch?(names: readonly string[]): void;
  /** Names of mods that someone may have meant who wrote a name that no mod has; the nearest first. */
  near?(name: string): Promise<readonly string[]>;
}
