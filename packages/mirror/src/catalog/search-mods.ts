import { compareNames } from "@factorio-lock/core";
import { type CatalogMod, latestRelease } from "./catalog-mod.ts";
import { type ModPage, pageBounds } from "./list-query.ts";
import type { SearchQuery } from "./search-query.ts";
import { type Snapshot, serving } from "./select-mods.ts";

/**
 * Searches a snapshot. By relevancy, a match in the name weighs more than one in the title, and that more than one in
 * the summary; ties are in name order.
 */
export function searchMods(snapshot: Snapshot, query: SearchQuery): ModPage {
  const words = query.words.map((word) => word.toLowerCase());
  const serves = query.versions.map(serving);
  const found: { mod: CatalogMod; weight: number }[] = [];
  for (const mod of snapshot.values()) {
    if (mod.deprecated && !query.showDeprecated) continue;
    if (query.categories.length > 0 && !query.categories.includes(mod.category)) continue;
    if (query.excludedCategories.includes(mod.category)) continue;
    if (query.tags.length > 0 && !mod.tags?.some((tag) => query.tags.includes(tag))) continue;
    const weight = weigh(mod, words);
    if (weight === 0 || (serves.length > 0 && !serves.some((has) => has(mod)))) continue;
    found.push({ mod, weight });
  }
  found.sort((a, b) => order(query.sort, a, b) || compareNames(a.mod.name, b.mod.name));
  const mods = found.map(({ mod }) => mod);
  return { count: mods.length, mods: mods.slice(...pageBounds(query, mods.length)) };
}

type Found = { readonly mod: CatalogMod; readonly weight: number };

function order(sort: SearchQuery["sort"], a: Found, b: Found): number {
  switch (sort) {
    case "relevancy":
      return b.weight - a.weight;
    case "most_downloads":
      return b.mod.downloadsCount - a.mod.downloadsCount;
    case "trending":
      return (b.mod.score ?? 0) - (a.mod.score ?? 0);
    case "last_updated_at":
      return compareNames(latestRelease(b.mod)?.releasedAt ?? "", latestRelease(a.mod)?.releasedAt ?? "");
  }
}

/** The relevancy of a mod; 0 if one of the words does not occur. */
function weigh(mod: CatalogMod, words: readonly string[]): number {
  const name = mod.name.toLowerCase();
  const title = mod.title.toLowerCase();
  const summary = mod.summary.toLowerCase();
  let weight = 1;
  for (const word of words) {
    if (name === word || title === word) weight += 8;
    else if (name.includes(word)) weight += 4;
    else if (title.includes(word)) weight += 3;
    else if (summary.includes(word)) weight += 1;
    else return 0;
  }
  return weight;
}
