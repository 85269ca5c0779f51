import type { PortalRelease } from "./portal-release.ts";

/**
 * A mod as returned by `/api/mods`, `/api/mods/NAME` and `/api/mods/NAME/full`. Which fields are present
 * depends on the endpoint. An optional field of an unexpected type reads as absent, a required one as empty or 0; with such a
 * `name` or `releases` the whole mod is rejected. Source: docs/factorio.md, 1.3.
 */
export interface PortalMod {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly summary: string;
  readonly downloads_count: number;
  /** In upload order, not in the order of versions. */
  readonly releases: readonly PortalRelease[];
  /** May be absent, `""` or `no-category`. */
  readonly category?: string | undefined;
  readonly score?: number | undefined;
  /** A path below `https://assets-mod.factorio.com`. */
  readonly thumbnail?: string | undefined;
  readonly changelog?: string | undefined;
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  /** A time stamp or a bare date. */
  readonly last_highlighted_at?: string | undefined;
  readonly description?: string | undefined;
  readonly faq?: string | undefined;
  readonly homepage?: string | undefined;
  readonly source_url?: string | undefined;
  readonly github_path?: string | undefined;
  readonly tags?: readonly string[] | undefined;
  readonly license?: License | undefined;
  readonly images?: readonly ModImage[] | undefined;
  /** Present only if true. */
  readonly deprecated?: boolean | undefined;
}

/** The license of a mod. */
export interface License {
  /** `default_mit`, …, or `custom_` and 24 hex digits. */
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly url: string;
}

/** A picture in a mod's gallery; both addresses are absolute. */
export interface ModImage {
  readonly id: string;
  readonly thumbnail: string;
  readonly url: string;
}
