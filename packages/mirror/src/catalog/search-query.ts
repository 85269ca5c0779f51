import type { ListQuery } from "./list-query.ts";

/** The parameters of `POST /api/search`. Source: docs/factorio.md, 1.6. */
export interface SearchQuery extends Pick<ListQuery, "page"> {
  readonly pageSize: number;
  /** Words that must all occur in name, title or summary, ignoring case. An empty list matches every mod. */
  readonly words: readonly string[];
  /** Only mods with a release for one of these game lines; empty for any. */
  readonly versions: readonly string[];
  /** Only these categories; empty for any. */
  readonly categories: readonly string[];
  readonly excludedCategories: readonly string[];
  /** Only mods with one of these tags; empty for any. */
  readonly tags: readonly string[];
  readonly sort: "relevancy" | "most_downloads" | "last_updated_at" | "trending";
  readonly showDeprecated: boolean;
}
