import type { ListQuery, ModPage } from "../catalog/list-query.ts";
import { type ListedMod, listedMod, type ShortMod, shortMod } from "./mod-answer.ts";

/** `/api/mods`. Source: docs/factorio.md, 1.3. */
export interface ListAnswer {
  readonly pagination: Pagination | null;
  readonly results: readonly (ListedMod | ShortMod)[];
}

export interface Pagination {
  readonly count: number;
  readonly page: number;
  readonly page_count: number;
  readonly page_size: number;
  /** Addresses of other pages; null for the requested page itself, or if there is no such page. */
  readonly links: PageLinks;
}

interface PageLinks {
  readonly first: string | null;
  readonly prev: string | null;
  readonly next: string | null;
  readonly last: string | null;
}

/**
 * Creates the answer for a page. With a name list, each entry has all releases instead of the latest.
 *
 * @param link returns the address of another page
 */
export function listAnswer(page: ModPage, query: ListQuery, link: (page: number) => string): ListAnswer {
  return {
    pagination: query.pageSize === "max" ? null : pagination(page.count, query.page, query.pageSize, link),
    results: page.mods.map((mod) => (query.names === undefined ? listedMod(mod) : shortMod(mod))),
  };
}

export function pagination(count: number, page: number, pageSize: number, link: (page: number) => string): Pagination {
  const last = Math.max(Math.ceil(count / pageSize), 1);
  return {
    count,
    page,
    page_count: last,
    page_size: pageSize,
    links: {
      first: page === 1 ? null : link(1),
      prev: page === 1 ? null : link(Math.min(page - 1, last)),
      next: page >= last ? null : link(page + 1),
      last: page === last ? null : link(last),
    },
  };
}
