import type { CatalogMod } from "./catalog-mod.ts";

/** The parameters of `/api/mods`. Source: docs/factorio.md, 1.2. */
export interface ListQuery {
  /** 1 or more. */
  readonly page: number;
  /** 1 or more, or `max` for all mods on one page. */
  readonly pageSize: number | "max";
  /** Ignored if `pageSize` is `max`. */
  readonly sort: "name" | "created_at" | "updated_at";
  /** Ignored if `pageSize` is `max`. */
  readonly sortOrder: "asc" | "desc";
  readonly hideDeprecated: boolean;
  /** Only these mods. */
  readonly names?: ReadonlySet<string>;
  /** Only mods that are not deprecated and have a release for this game line, such as `2.0`. */
  readonly version?: string;
}

/** One page of a list. */
export interface ModPage {
  /** The number of mods on all pages together. */
  readonly count: number;
  /** The mods of this page. */
  readonly mods: readonly CatalogMod[];
  /** An object that stays the same while the catalog is unchanged. Rendered answers are cached by it. */
  readonly key?: object;
}

/** The range of a page's mods among all mods, with an exclusive end. */
export function pageBounds(query: Pick<ListQuery, "page" | "pageSize">, count: number): [start: number, end: number] {
  if (query.pageSize === "max") return [0, count];
  const start = Math.min((query.page - 1) * query.pageSize, count);
  return [start, Math.min(start + query.pageSize, count)];
}
