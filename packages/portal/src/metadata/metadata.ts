import type { ModInfo, ModInfoSource, Warning } from "@factorio-lock/core";
import type { UnsafeRelease } from "./mod-info.ts";
import type { ModLicence } from "./record.ts";

/**
 * The portal's data about mods, cached on disk. Within one run a name is answered once: later answers are the
 * same.
 */
export interface Metadata extends ModInfoSource {
  /**
   * Looks up a mod; undefined if there is no such mod. A cached mod is first checked for changes, together
   * with all others wanted at the moment and those that they may depend on, in one request; only a changed
   * one is fetched in full.
   *
   * @throws PortalError; `OFFLINE` when working offline and nothing is known of the mod.
   */
  get(name: string): Promise<ModInfo | undefined>;
  prefetch(names: readonly string[]): void;
  /**
   * Checks cached mods for news ahead of a resolve: one request for 500 names. Best given all names of the manifest and
   * the lockfile; what the cache knows them to lead to is added. Does nothing offline.
   *
   * @param onSent called when a request is on its way: the time until its answer can be used
   * @throws PortalError
   */
  refresh(names: readonly string[], onSent?: () => void): Promise<void>;
  /**
   * The cached answer about a mod, which may be out of date; undefined where the cache has none. `get` gives the very same
   * object where the portal has no news of it.
   */
  recall(name: string): { readonly info: ModInfo | undefined } | undefined;
  /** The changelog of a mod's newest release, as text; undefined if it has none. @throws as `get`. */
  changelog(name: string): Promise<string | undefined>;
  /** The licence of a mod; undefined where it has none, or offline where none is known. @throws as `get`. */
  licence(name: string): Promise<ModLicence | undefined>;
  /** The mods in the cache, in no order. */
  names(): string[];
  /** Names that may be meant by one that nobody knows: what the portal's search finds, and those in the cache. */
  namesLike(name: string): Promise<string[]>;
  /** The releases of a mod that were left out because of an unsafe name or address; none of a mod not asked for yet. */
  unsafeReleases(name: string): readonly UnsafeRelease[];
  /** Irregularities in the answers that this run uses, cached ones among them. */
  warnings(): readonly Warning[];
}
