import type { ListQuery, SearchQuery } from "./portal.ts";

/** The query string of `/api/mods`; names are sent in the body. Source: docs/factorio.md, 1.2. */
export function listParameters(query: ListQuery): URLSearchParams {
  const parameters = new URLSearchParams();
  const set = (name: string, value: string | number | boolean | undefined): void => {
    if (value !== undefined) parameters.set(name, String(value));
  };
  if (query.page !== 1) set("page", query.page);
  set("page_size", query.pageSize);
  set("sort", query.sort);
  set("sort_order", query.sortOrder);
  set("hide_deprecated", query.hideDeprecated);
  set("version", query.version);
  return parameters;
}

/** The JSON body of `/api/search`. Source: docs/factorio.md, 1.6. */
export function searchBody(query: SearchQuery): Record<string, unknown> {
  const account = query.bookmarksOf;
  return {
    query: query.query,
    version: query.version,
    category: query.category,
    exclude_category: query.excludeCategory,
    tag: query.tag,
    sort_attribute: query.sort,
    show_deprecated: query.showDeprecated,
    ...(account && { only_bookmarks: true, username: account.username, token: account.token.reveal() }),
    page: query.page,
    page_size: query.pageSize,
  };
}
