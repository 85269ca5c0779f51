import { createHash } from "node:crypto";
import { isSafeName } from "@factorio-lock/core";
import type { Portal } from "@factorio-lock/portal";
import type { CatalogMod } from "../catalog/catalog-mod.ts";
import type { ListQuery, ModPage } from "../catalog/list-query.ts";
import type { SearchQuery } from "../catalog/search-query.ts";
import type { Outage } from "./outage.ts";
import { listedUpstreamMod, upstreamMod } from "./upstream-mod.ts";

/** The lists and searches of the upstream portal; undefined if it is down and the answer is not cached. */
export interface UpstreamLists {
  list(query: ListQuery): Promise<ModPage | undefined>;
  search(query: SearchQuery): Promise<ModPage | undefined>;
}

/** The maximum number of mods on all cached pages together. */
const MAX_CACHED_MODS = 60_000;

/** @param freshMs how long a page is served without asking the portal, in milliseconds */
export function createUpstreamLists(portal: Portal, outage: Outage, freshMs: number): UpstreamLists {
  const kept = new Map<string, { readonly page: ModPage; readonly at: number }>();

  const keep = (key: string, page: ModPage): ModPage => {
    kept.delete(key);
    kept.set(key, { page, at: performance.now() });
    let mods = [...kept.values()].reduce((sum, one) => sum + one.page.mods.length + 1, 0);
    for (const [oldest, { page: gone }] of kept) {
      if (mods <= MAX_CACHED_MODS || oldest === key) break;
      mods -= gone.mods.length + 1;
      kept.delete(oldest);
    }
    return page;
  };

  const ask = async (query: ListQuery): Promise<ModPage> => {
    const { names, ...rest } = query;
    // Invalid mod names are not passed on. An empty list is answered here, because the portal would return all mods.
    const namelist = names && [...names].filter(isSafeName);
    if (namelist?.length === 0) return { count: 0, mods: [] };
    const page = await portal.list(namelist ? { ...rest, namelist } : rest);
    const mods = page.results.map(listedUpstreamMod);
    return { count: page.pagination?.count ?? mods.length, mods, key: page };
  };

  return {
    async list(query) {
      const key = createHash("sha1")
        .update(JSON.stringify({ ...query, names: query.names && [...query.names].sort() }))
        .digest("hex");
      const known = kept.get(key);
      if (known && performance.now() - known.at < freshMs) return known.page;
      const answered = await outage.attempt(() => ask(query));
      return answered ? keep(key, answered.answer) : known?.page;
    },
    async search(query) {
      const answered = await outage.attempt(async () => {
        const [version] = query.versions;
        const page = await portal.search({
          query: query.words.join(" "),
          ...(version === undefined ? {} : { version }),
          category: query.categories,
          excludeCategory: query.excludedCategories,
          tag: query.tags,
          sort: query.sort,
          showDeprecated: query.showDeprecated,
          page: query.page,
          pageSize: query.pageSize,
        });
        const names = page.results.map(({ name }) => name);
        const mods = new Map((await portal.namelist(names)).map((mod) => [mod.name, upstreamMod(mod)]));
        const found = names.flatMap((name): CatalogMod[] => {
          const mod = mods.get(name);
          return mod ? [mod] : [];
        });
        return { count: page.pagination?.count ?? found.length, mods: found };
      });
      return answered?.answer;
    },
  };
}
