import type { PortalMod } from "./portal-mod.ts";
import type { PortalRelease } from "./portal-release.ts";

/** A page of `/api/mods`. Source: docs/factorio.md, 1.3. */
export interface ModListPage {
  /** Null if the answer is complete. */
  readonly pagination: Pagination | null;
  readonly results: readonly ModListEntry[];
}

/** A mod in a list: with `latest_release`, or with all `releases` if requested by name. */
export interface ModListEntry extends Omit<PortalMod, "releases"> {
  /** Null for a mod without a release. */
  readonly latest_release?: PortalRelease | null | undefined;
  readonly releases?: readonly PortalRelease[] | undefined;
}

/** The position of a page among all pages. */
export interface Pagination {
  /** The total number of mods. */
  readonly count: number;
  /** 1-based. */
  readonly page: number;
  readonly page_count: number;
  readonly page_size: number;
  /** Addresses; null for the current page. */
  readonly links: {
    readonly first: string | null;
    readonly prev: string | null;
    readonly next: string | null;
    readonly last: string | null;
  };
}
