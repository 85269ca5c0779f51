import type { Pagination } from "./mod-list.ts";

/** A page of `POST /api/search`. Source: docs/factorio.md, 1.6. */
export interface SearchPage {
  readonly pagination: Pagination | null;
  readonly results: readonly SearchResult[];
}

/** A mod in a search result. */
export interface SearchResult {
  readonly name: string;
  readonly title: string;
  readonly owner: string;
  readonly summary: string;
  readonly downloads_count: number;
  readonly category?: string | undefined;
  readonly thumbnail?: string | undefined;
  readonly created_at?: string | undefined;
  readonly updated_at?: string | undefined;
  /** The id of a release, not the release itself. */
  readonly latest_release?: string | undefined;
  readonly latest_release_version?: string | undefined;
  /** `2.0`, … */
  readonly factorio_versions?: readonly string[] | undefined;
  readonly deprecated?: boolean | undefined;
}
