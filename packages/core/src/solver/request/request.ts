import type { InstalledBuiltin } from "../../game/builtins.ts";
import type { GameVersion } from "../../game/game-version.ts";
import type { Requirements } from "../../manifest/manifest.ts";
import type { AgeLimit } from "../../mod/age.ts";
import type { ModInfo, Release } from "../../mod/release.ts";

/** A request to the solver. */
export interface ResolveRequest {
  readonly game: GameVersion;
  readonly expansion: boolean;
  readonly requirements: Requirements;
  /** The releases of the manifest's `path` mods, by mod name, from their info.json. */
  readonly pathMods?: ReadonlyMap<string, Release>;
  /** The builtin mods of an installed game (`--game DIR`). */
  readonly installed?: readonly InstalledBuiltin[];
  /**
   * The lockfile's releases, by mod name. They are preferred, and stay candidates even if the portal no longer lists
   * them.
   */
  readonly locked?: ReadonlyMap<string, Release>;
  /**
   * The mods to move to their newest releases: all, or those named, which are then decided first. Source:
   * docs/rules.md, R11.
   */
  readonly update?: "all" | readonly string[];
  /**
   * The mods that the command line, not the manifest on disk, asks for or keeps out. Explanations name them separately.
   * Suggestions do not remove such a mod if there is another way, and never allow one that is kept out.
   */
  readonly justAsked?: readonly string[];
  /**
   * Releases younger than this are not candidates, except a mod's locked release and the one that the manifest pins.
   */
  readonly ageLimit?: AgeLimit;
  /** Whether recommended mods (`+`) are added. Default true. Source: docs/rules.md, R8. */
  readonly recommended?: boolean;
  /**
   * The most steps of the search before it fails with `TOO_HARD`. A step is a decision, a conflict, or a few hundred
   * visits to edges and facts.
   */
  readonly budget?: number;
}

/** A source of ModInfo: the portal, a cache, a snapshot, a test. */
export interface ModInfoSource {
  /** Looks up a mod; undefined if there is no such mod. Repeated calls for a name must return the same answer. */
  get(name: string): Promise<ModInfo | undefined>;
  /** Announces names that the solver will probably look up soon. It returns at once; failures are reported by `get`. */
  prefetch?(names: readonly string[]): void;
  /** Names of existing mods that are similar to an unknown name, most similar first. */
  near?(name: string): Promise<readonly string[]>;
}
