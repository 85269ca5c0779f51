import type { Portal, PortalMod } from "@factorio-lock/portal";
import type { CatalogMod } from "../catalog/catalog-mod.ts";
import type { KeptMods } from "./kept-mods.ts";
import type { Outage } from "./outage.ts";
import { fingerprintOf, upstreamMod } from "./upstream-mod.ts";

/** The mods of the upstream portal, requested when needed and checked for changes. */
export interface UpstreamMods {
  /** A mod; undefined if the portal has none; `"down"` if the portal is down and the mod is not cached. */
  get(name: string): Promise<CatalogMod | undefined | "down">;
  /** All mods that were ever requested, in their last known state, with the fields that a list contains. */
  known(): Promise<ReadonlyMap<string, CatalogMod>>;
}

/** How long cached data is served without asking the portal, in milliseconds. */
export interface Freshness {
  /** The time until the portal is asked whether the mod has changed. */
  readonly check: number;
  /** The time until the full answer is requested again, because a check does not detect every change. */
  readonly full: number;
}

export const FRESHNESS: Freshness = { check: 60_000, full: 3_600_000 };

/** The maximum number of mods cached in memory. */
const MAX_CACHED_MODS = 2_000;

interface Known {
  readonly mod: CatalogMod | undefined;
  readonly fingerprint: string;
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
  const fetchShort = batched((names) => portal.namelist(names));
  let snapshot: ReadonlyMap<string, CatalogMod> | undefined;

  const remember = (name: string, known: Known): Known => {
    memory.delete(name);
    memory.set(name, known);
    for (const oldest of memory.keys()) {
      if (memory.size <= MAX_CACHED_MODS) break;
      memory.delete(oldest);
    }
    return known;
  };
  const recall = async (name: string): Promise<Known | undefined> => {
    const known = memory.get(name);
    if (known) return known;
    const mod = await kept.read(name);
    const longAgo = Number.NEGATIVE_INFINITY;
    return (
      mod &&
      remember(name, { mod: upstreamMod(mod), fingerprint: fingerprintOf(mod), askedAt: longAgo, checkedAt: longAgo })
    );
  };
  const keep = async (mod: PortalMod): Promise<void> => {
    snapshot = undefined;
    try {
      await kept.write(mod);
    } catch (error) {
      options.onTrouble(`The portal's answer about ${mod.name} cannot be cached: ${String(error)}`);
    }
  };

  /** Updates a mod with the smallest possible request; returns the cached mod if the portal is down. */
  const update = async (name: string): Promise<Known | undefined> => {
    const known = await recall(name);
    const age = performance.now() - (known?.askedAt ?? Number.NEGATIVE_INFINITY);
    const answered = await outage.attempt(async () => {
      if (known?.mod && age < freshness.full) {
        const fingerprint = await fetchShort(name);
        if (fingerprint && fingerprintOf(fingerprint) === known.fingerprint) return known;
      }
      const mod = await portal.full(name);
      if (mod) await keep(mod);
      const now = performance.now();
      return { mod: mod && upstreamMod(mod), fingerprint: mod ? fingerprintOf(mod) : "", askedAt: now, checkedAt: now };
    });
    if (!answered) return known;
    answered.answer.checkedAt = performance.now();
    return remember(name, answered.answer);
  };

  return {
    async get(name) {
      const known = memory.get(name);
      if (known && performance.now() - known.checkedAt < freshness.check) return known.mod;
      const pending = asking.get(name) ?? update(name).finally(() => asking.delete(name));
      asking.set(name, pending);
      const current = await pending;
      return current ? current.mod : "down";
    },
    async known() {
      snapshot ??= new Map((await kept.all(slim)).map((mod) => [mod.name, upstreamMod(mod)]));
      return snapshot;
    },
  };
}

/** Removes large fields of the full answer, so that all mods together fit into memory. */
function slim({ changelog: _c, description: _d, faq: _f, ...mod }: PortalMod): PortalMod {
  return {
    ...mod,
    releases: mod.releases.map(({ info_json: { factorio_version }, ...release }) => ({
      ...release,
      info_json: { factorio_version },
    })),
  };
}

/** Batches the names requested in the same turn of the event loop into one request. */
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
