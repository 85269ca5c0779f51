import {
  FactorioLockError,
  type GameLine,
  isBuiltin,
  isSafeName,
  type ModInfo,
  type Warning,
} from "@factorio-lock/core";
import { PortalError } from "../error.ts";
import { MAX_NAMES } from "../portal/mod-lists.ts";
import type { Portal } from "../portal/portal.ts";
import { fingerprint } from "../wire/fingerprint.ts";
import type { PortalMod } from "../wire/portal-mod.ts";
import { openCache } from "./cache.ts";
import { reachable } from "./closure.ts";

import type { Metadata } from "./metadata.ts";
import { checkedMod } from "./mod-info.ts";
import type { CachedMod, ModLicence } from "./record.ts";

/** Options of `openMetadata`. */
export interface MetadataOptions {
  readonly portal: Portal;
  /** The folder of the cache; created when needed. */
  readonly directory: string;
  /** Whether to answer only from the cache. */
  readonly offline?: boolean;
  /** The game line of the manifest, so that fewer names have to be checked for changes. */
  readonly line?: GameLine;
  readonly signal?: AbortSignal;
}

/** Opens the metadata cache of a portal. Files are read and requests sent only when needed. */
export function openMetadata(options: MetadataOptions): Metadata {
  const { portal, offline = false } = options;
  const cache = openCache(options.directory, portal.url);
  const cached = new Map<string, CachedMod | undefined>();
  /** Changelogs received in this run, as the cache may not be writable. */
  const changelogs = new Map<string, string>();
  const answers = new Map<string, Promise<ModInfo | undefined>>();
  /** For each cached name checked in this run: whether the cached mod is current. */
  const checks = new Map<string, Promise<boolean>>();
  const warnings: Warning[] = [];
  const asking = { signal: options.signal, onWarning: (warning: Warning) => warnings.push(warning) };
  let waiting: { names: string[]; done: Promise<void> } | undefined;

  function recall(name: string): CachedMod | undefined {
    if (!cached.has(name)) cached.set(name, cache.read(name));
    return cached.get(name);
  }

  function keep(name: string, mod: CachedMod): void {
    cached.set(name, mod);
    // If the cache is not writable, the next run just has to ask again.
    cache.write(name, mod);
  }

  /** Checks cached names for changes. Fills up the same number of requests with their cached dependencies. */
  async function check(names: readonly string[], onSent?: () => void): Promise<void> {
    const unchecked = (name: string): boolean => isAskable(name) && !checks.has(name) && recall(name) !== undefined;
    const fresh = names.filter(unchecked);
    if (fresh.length === 0) return;
    const room = Math.ceil(fresh.length / MAX_NAMES) * MAX_NAMES;
    const wanted = reachable(fresh, (name) => recall(name)?.info, options.line)
      .filter(unchecked)
      .slice(0, room);
    const listed = listOf(wanted, onSent);
    for (const name of wanted) {
      const current = listed.then((prints) => prints !== undefined && isCurrent(recall(name), prints.get(name)));
      current.catch(() => {});
      checks.set(name, current);
    }
    await listed;
  }

  /**
   * Fetches fingerprints from the portal's list; undefined if the portal has no list, such as plain files behind a web
   * server.
   */
  async function listOf(
    names: readonly string[],
    onSent: (() => void) | undefined,
  ): Promise<ReadonlyMap<string, string> | undefined> {
    try {
      return await portal.fingerprints(names, onSent ? { ...asking, onSent } : asking);
    } catch (error) {
      const status = error instanceof PortalError && !error.transient ? (error.status ?? 0) : 0;
      if (status >= 400) return undefined;
      throw error;
    }
  }

  /** Batches all names looked up in the same turn of the event loop into one check. */
  function gather(name: string): Promise<void> {
    if (!waiting) {
      const names: string[] = [];
      const done = new Promise((resolve) => setImmediate(resolve)).then(() => {
        waiting = undefined;
        return check(names);
      });
      waiting = { names, done };
    }
    waiting.names.push(name);
    return waiting.done;
  }

  async function answer(name: string): Promise<ModInfo | undefined> {
    if (!isAskable(name)) return undefined;
    if (offline) return answerOffline(name);
    const known = recall(name);
    if (known && !checks.has(name)) await gather(name);
    if (known && (await checks.get(name))) return fromCache(name, known);
    return ask(name);
  }

  async function ask(name: string): Promise<ModInfo | undefined> {
    const odd: Warning[] = [];
    const onWarning = (warning: Warning) => odd.push(warning);
    const mod = await portal.full(name, { ...asking, onWarning });
    const checked = mod && checkedMod(mod, onWarning);
    const info = checked?.info;
    warnings.push(...odd);
    const oddities = odd.map(({ message }) => message);
    const print = mod ? fingerprint(mod) : "";
    const licence = mod && licenceOf(mod);
    const changelog = mod?.changelog ?? "";
    const hasChangelog = changelog !== "";
    keep(name, { info, fingerprint: print, licence, oddities, unsafe: checked?.unsafe ?? [], hasChangelog });
    if (mod) changelogs.set(name, changelog);
    if (hasChangelog) cache.writeChangelog(name, changelog);
    return info;
  }

  /** Returns a cached answer and repeats its warnings. */
  function fromCache(name: string, { info, oddities = [] }: CachedMod): ModInfo | undefined {
    warnings.push(...oddities.map((message) => ({ code: "PORTAL_ODD_ANSWER", message, mod: name })));
    return info;
  }

  function answerOffline(name: string): ModInfo | undefined {
    const known = recall(name);
    if (known) return fromCache(name, known);
    throw new FactorioLockError(
      "OFFLINE",
      `The mod ${name} is not in the cache, and the portal may not be asked with --offline.`,
      {
        hint: "this machine never asked which releases it has: run the command once where there is a network, without --offline; or copy the cache folder (`factorio-lock cache dir`) of a machine that knows it.",
      },
    );
  }

  async function search(query: string): Promise<string[]> {
    const page = await portal.search({ query, pageSize: 50 }, asking).catch(() => undefined);
    return (page?.results ?? []).map((result) => result.name).filter(isSafeName);
  }

  const metadata: Metadata = {
    get(name) {
      const known = answers.get(name);
      if (known) return known;
      const promise = answer(name);
      promise.catch(() => {});
      answers.set(name, promise);
      return promise;
    },
    prefetch(names) {
      for (const name of names) void metadata.get(name);
    },
    async refresh(names, onSent) {
      if (!offline) await check([...new Set(names)], onSent);
    },
    recall: (name) => (isAskable(name) ? recall(name) : NEVER_ON_PORTAL),
    async changelog(name) {
      const info = await metadata.get(name);
      if (!info) return undefined;
      let text = changelogs.get(name) ?? (recall(name)?.hasChangelog === false ? "" : cache.readChangelog(name));
      if (text === undefined && !offline) {
        await ask(name);
        text = changelogs.get(name);
      }
      return text === "" ? undefined : text;
    },
    async licence(name) {
      const info = await metadata.get(name);
      if (!info) return undefined;
      if (recall(name)?.licence === undefined && !offline) await ask(name);
      return recall(name)?.licence ?? undefined;
    },
    names: () => cache.names(),
    async namesLike(name) {
      const found = offline ? [] : await Promise.all(searchWords(name).map(search));
      return [...new Set([...found.flat(), ...cache.names()])];
    },
    unsafeReleases: (name) => cached.get(name)?.unsafe ?? [],
    warnings: () => warnings,
  };
  return metadata;
}

/** The answer for a name that the portal cannot have. */
const NEVER_ON_PORTAL = { info: undefined };

/** A mod's licence on the portal; null if it has none. */
function licenceOf({ license }: PortalMod): ModLicence | null {
  return license ? { id: license.id, title: license.title || license.name || license.id, url: license.url } : null;
}

/**
 * Whether a cached mod matches the list. A mod that is no longer in the list counts as changed, so that it is fetched
 * again.
 */
function isCurrent(known: CachedMod | undefined, listed: string | undefined): boolean {
  if (!known?.info) return known !== undefined && listed === undefined;
  return known.fingerprint === listed;
}

/** Search terms for an unknown name: the name itself, its longest word, and its first letters. */
function searchWords(name: string): string[] {
  const words = name.split(/[^A-Za-z]+/).sort((a, b) => b.length - a.length);
  const queries = [name.slice(0, 100), words[0] ?? "", name.slice(0, 4)].map((query) => query.trim());
  return [...new Set(queries)].filter((query) => query.length > 2);
}

/** Whether the portal can have a mod of this name. */
function isAskable(name: string): boolean {
  return isSafeName(name) && !isBuiltin(name) && name !== "core";
}
