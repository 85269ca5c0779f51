import { compareNames, lineServes, parseGameVersion } from "@factorio-lock/core";
import type { CatalogMod } from "./catalog-mod.ts";
import { type ListQuery, type ModPage, pageBounds } from "./list-query.ts";

/** The mods of a catalog by name. Every change creates a new map, so that its identity represents its content. */
export type Snapshot = ReadonlyMap<string, CatalogMod>;

/** The page of a snapshot for a list query. Source: docs/factorio.md, 1.2. */
export function selectMods(snapshot: Snapshot, query: ListQuery): ModPage {
  const all = query.pageSize === "max" ? sorted(snapshot, "name") : sorted(snapshot, query.sort);
  const { names, version } = query;
  const serves = version === undefined ? undefined : serving(version);
  const chosen = all.filter(
    (mod) =>
      (names === undefined || names.has(mod.name)) &&
      !(mod.deprecated && (query.hideDeprecated || serves !== undefined)) &&
      (serves === undefined || serves(mod)),
  );
  if (query.pageSize !== "max" && query.sortOrder === "desc") chosen.reverse();
  return { count: chosen.length, mods: chosen.slice(...pageBounds(query, chosen.length)), key: snapshot };
}

/** Returns a test whether a mod has a release for a game line. Releases for 0.18 also serve 1.0. */
export function serving(line: string): (mod: CatalogMod) => boolean {
  const game = parseGameVersion(line)?.line;
  if (!game) return () => false;
  return (mod) => mod.releases.some((release) => lineServes(release.factorioVersion, game));
}

const orders = new WeakMap<Snapshot, Map<ListQuery["sort"], readonly CatalogMod[]>>();

/** The mods in ascending order, sorted once for each snapshot. */
function sorted(snapshot: Snapshot, by: ListQuery["sort"]): readonly CatalogMod[] {
  const known = orders.get(snapshot) ?? new Map<ListQuery["sort"], readonly CatalogMod[]>();
  orders.set(snapshot, known);
  const order = known.get(by) ?? [...snapshot.values()].sort(ORDERS[by]);
  known.set(by, order);
  return order;
}

const byName = (a: CatalogMod, b: CatalogMod): number => compareNames(a.name, b.name);
const created = (mod: CatalogMod): string => mod.releases[0]?.releasedAt ?? "";
const updated = (mod: CatalogMod): string => mod.releases.at(-1)?.releasedAt ?? "";

const ORDERS: Readonly<Record<ListQuery["sort"], (a: CatalogMod, b: CatalogMod) => number>> = {
  name: byName,
  created_at: (a, b) => compareNames(created(a), created(b)) || byName(a, b),
  updated_at: (a, b) => compareNames(updated(a), updated(b)) || byName(a, b),
};
