import type { ModInfo, ModInfoSource, Warning } from "@factorio-lock/core";
import type { UnsafeRelease } from "./mod-info.ts";
import type { ModLicence } from "./record.ts";

/**
 * The portal's data about mods, cached on disk. Within one run each name is looked up once; later calls return the same
 * answer.
 */
export interface Metadata extends ModInfoSource {
  /**
   * Looks up a mod; undefined if there is no such mod. A cached mod is first checked for changes, in one request with
   * all other mods being looked up and their likely dependencies. It is fetched in full only if it changed.
   *
   * @throws PortalError; `OFFLINE` if offline and the mod is not cached.
   */
  get(name: string): Promise<ModInfo | undefined>;
  prefetch(names: readonly string[]): void;
  /**
   * Checks cached mods for changes before a resolve, with one request for every 500 names. Pass all names of the
   * manifest and the lockfile; their cached dependencies are added. Does nothing offline.
   *
   * @param onSent called when a request has been sent; the caller can do other work until the answer arrives
   * @throws PortalError
   */
  refresh(names: readonly string[], onSent?: () => void): Promise<void>;
  /**
   * The cached answer about a mod, which may be out of date; undefined if the mod is not cached. If the mod is
   * unchanged on the portal, `get` returns the same object.
   */
  recall(name: string): { readonly info: ModInfo | undefined } | undefined;
  /** The changelog text of a mod's newest release; undefined if it has none. @throws as `get`. */
  changelog(name: string): Promise<string | undefined>;
  /** The licence of a mod; undefined if it has none, or if offline and none is cached. @throws as `get`. */
  licence(name: string): Promise<ModLicence | undefined>;
  /** The names of the cached mods, in no particular order. */
  names(): string[];
  /** Candidates for a misspelled name: the portal's search results, and all cached names. */
  namesLike(name: string): Promise<string[]>;
  /**
   * The releases of a mod that were left out because of an unsafe name or address; empty for a mod that was not looked
   * up yet.
   */
  unsafeReleases(name: string): readonly UnsafeRelease[];
  /** Warnings about irregular answers used in this run, including cached ones. */
  warnings(): readonly Warning[];
}
