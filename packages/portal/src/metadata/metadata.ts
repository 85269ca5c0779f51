import type { ModInfo, ModInfoSource, Warning } from "@factorio-lock/core";
import type { UnsafeRelease } from "./mod-info.ts";

/**
 * What the portal knows of mods, remembered on disk. Within one run a name is answered once: later answers are the same.
 */
export interface Metadata extends ModInfoSource {
  /**
   * What is known of a mod; undefined where there is no such mod. A cached mod is first checked for news, together with
   * all others wanted at the moment and what they may lead to, in one question; only one with news is asked for in full.
   *
   * @throws PortalError; `OFFLINE` when working offline and nothing is known of the mod.
   */
  get(name: string): Promise<ModInfo | undefined>;
  prefetch(names: readonly string[]): void;
  /**
   * Checks cached mods for news ahead of a resolve: one question for 500 names. Best given all names of the manifest and
   * the lockfile; what the cache knows them to lead to is added. Does nothing offline.
   *
   * @throws PortalError
   */
  refresh(names: readonly string[]): Promise<void>;
  /** The changelog of a mod's newest release, as text; undefined where it has none. @throws as `get`. */
  changelog(name: string): Promise<string | undefined>;
  /** The mods in the cache, in no order. */
  names(): string[];
  /** Names that may be meant by one that nobody knows: what the portal's search finds, and those in the cache. */
  namesLike(name: string): Promise<string[]>;
  /** The releases of a mod that were left out because of an unsafe name or address; none of a mod not asked for yet. */
  unsafeReleases(name: string): readonly UnsafeRelease[];
  /** What was odd in the answers that this run uses, remembered ones among them. */
  warnings(): readonly Warning[];
}
