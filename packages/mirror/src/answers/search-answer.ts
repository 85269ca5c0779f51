import { type CatalogMod, latestRelease } from "../catalog/catalog-mod.ts";
import type { ModPage } from "../catalog/list-query.ts";
import type { SearchQuery } from "../catalog/search-query.ts";
import { type Pagination, pagination } from "./list-answer.ts";
import { type ModHead, shortMod } from "./mod-answer.ts";

/** `POST /api/search`. Source: docs/factorio.md, 1.6. */
export interface SearchAnswer {
  readonly pagination: Pagination;
  readonly results: readonly FoundMod[];
}

/** An entry of a search result. It has only the id and version of the latest release. */
interface FoundMod extends ModHead {
  readonly latest_release: string | null;
  readonly latest_release_version: string | null;
  readonly factorio_versions: readonly string[];
}

/**
 * Creates the answer for a page of a search. Because a search is a POST, its pages have no addresses of their own; all
 * links are `address`.
 */
export function searchAnswer(page: ModPage, query: SearchQuery, address: string): SearchAnswer {
  return {
    pagination: pagination(page.count, query.page, query.pageSize, () => address),
    results: page.mods.map(foundMod),
  };
}

function foundMod(mod: CatalogMod): FoundMod {
  const { releases, ...head } = shortMod(mod);
  const latest = latestRelease(mod);
  return {
    ...head,
    latest_release: latest?.id ?? null,
    latest_release_version: latest?.version ?? null,
    factorio_versions: [...new Set(releases.map((release) => release.info_json.factorio_version))],
  };
}
