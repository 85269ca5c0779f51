import type { Portal, PortalMod } from "@factorio-lock/portal";
import type { CatalogMod } from "../catalog/catalog-mod.ts";
import type { KeptMods } from "./kept-mods.ts";
import type { Outage } from "./outage.ts";
import { newsOf, upstreamMod } from "./upstream-mod.ts";

/** The mods of the portal behind the mirror, asked for when needed and checked for news. */
export interface UpstreamMods {
  /**
   * A mod; undefined when the portal says that there is none; `"down"` when the portal is down and nothing is known.
   */
  get(name: string): Promise<CatalogMod | undefined | "down">;
  /** All mods that were ever requested, as last known, with the fields that a list shows. */
  known(): Promise<ReadonlyMap<string, CatalogMod>>;
}

/** How long cached data is served without asking the portal. Milliseconds. */
export interface Freshness {
  /** Until the portal is asked whether there is news. */
  readonly check: number;
  /** Until the portal is asked for all of it, since not all news shows in a check. */
  readonly full: number;
}

export const FRESHNESS: Freshness = { check: 60_000, full: 3_600_000 };

/** Mods kept in memory. */
const MEMORY = 2_000;

interface Known {
  readonly mod: CatalogMod | undefined;
  readonly news: string;
  readonly askedAt: number;
  checkedAt: number;
}

export function createUpstreamMods(
  portal: Portal,
  kept: KeptMods,
  outage: Outage,
  options: { readonly freshness: Freshness; onTrouble(message: string): void },
): UpstreamMods {
  const { freshness } = options;
  const memory = new Map<string, Known>();
  const asking = new Map<string, Promise<Known | undefined>>();
  const newsFor = batched((names) => portal.namelist(names));
  let snapshot: ReadonlyMap<string, CatalogMod> | undefined;

  const remember = (name: string, known: Known): Known => {
    memory.delete(name);
    memory.set(name, known);
    for (const oldest of memory.keys()) {
      if (memory.size <= MEMORY) break;
      memory.delete(oldest);
    }
    return known;
  };
  const recall = async (name: string): Promise<Known | undefined> => {
    const known = memory.get(name);
    if (known) return known;
    const mod = await kept.read(name);
    const longAgo = Number.NEGATIVE_INFINITY;
    return mod && remember(name, { mod: upstreamMod(mod), news: newsOf(mod), askedAt: longAgo, checkedAt: longAgo });
  };
  const keep = async (mod: PortalMod): Promise<void> => {
    snapshot = undefined;
    try {
      await kept.write(mod);
    } catch (error) {
      options.onTrouble(`What the portal says of ${mod.name} cannot be kept: ${String(error)}`);
    }
  };

  /**
   * Brings a mod up to date with as small a request as possible; falls back on the cached mod when the portal
   * is down.
   */
  const update = async (name: string): Promise<Known | undefined> => {
    const known = await recall(name);
    const age = performance.now() - (known?.askedAt ?? Number.NEGATIVE_INFINITY);
    const answered = await outage.attempt(async () => {
      if (known?.mod && age < freshness.full) {
        const news = await newsFor(name);
        if (news && newsOf(news) === known.news) return known;
      }
      const mod = await portal.full(name);
      if (mod) await keep(mod);
      const now = performance.now();
      return { mod: mod && upstreamMod(mod), news: mod ? newsOf(mod) : "", askedAt: now, checkedAt: now };
    });
    if (!answered) return known;
    answered.answer.checkedAt = performance.now();
    return remember(name, answered.answer);
  };

  return {
    async get(name) {
      const known = memory.get(name);
      if (known && performance.now() - known.checkedAt < freshness.check) return known.mod;
      const under = asking.get(name) ?? update(name).finally(() => asking.delete(name));
      asking.set(name, under);
      const current = await under;
      return current ? current.mod : "down";
    },
    async known() {
      snapshot ??= new Map((await kept.all(slim)).map((mod) => [mod.name, upstreamMod(mod)]));
      return snapshot;
    },
  };
}

/** Without what only the full answer tells: all mods together must fit into memory. */
function slim({ changelog: _c, description: _d, faq: _f, ...mod }: PortalMod): PortalMod {
  return {
    ...mod,
    releases: mod.releases.map(({ info_json: { factorio_version }, ...release }) => ({
      ...release,
      info_json: { factorio_version },
    })),
  };
}

/** Gathers the names that are asked for in one turn of the event loop into one request. */
function batched(
  ask: (names: readonly string[]) => Promise<readonly PortalMod[]>,
): (name: string) => Promise<PortalMod | undefined> {
  let batch: { readonly names: Set<string>; readonly answer: Promise<Map<string, PortalMod>> } | undefined;
  const begin = (): NonNullable<typeof batch> => {
    const names = new Set<string>();
    const answer = new Promise((resolve) => setImmediate(resolve)).then(async () => {
      batch = undefined;
      return new Map((await ask([...names])).map((mod) => [mod.name, mod]));
    });
    return { names, answer };
  };
  return async (name) => {
    batch ??= begin();
    batch.names.add(name);
    return (await batch.answer).get(name);
  };
}
