import { type ModInfo, type ModInfoSource, type ResolveRequest, resolve, type Selection } from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";

/** A solution that is computed from the cache while the portal is asked what is new. */
export interface Guess {
  /** Starts to solve with the cached metadata. */
  begin(): void;
  /**
   * Waits until all metadata that the guess used is known to be current, and returns its outcome: `resolve` would find the
   * same now. Undefined if some of it has changed, or if `begin` was not called.
   *
   * @throws what fetching a mod's metadata throws
   */
  confirmed(): Promise<Outcome | undefined>;
}

/** The outcome of a search. */
export type Outcome = { readonly selection: Selection } | { readonly error: unknown };

/** Creates a guess, which uses the time until the portal answers to solve with the cached metadata. */
export function createGuess(request: ResolveRequest, metadata: Metadata, caller: AbortSignal): Guess {
  const used = new Map<string, ModInfo | undefined>();
  const stop = new AbortController();
  let isAbandoned = false;
  let outcome: Promise<Outcome> | undefined;

  /** Looks a mod up in the cache, and abandons the guess if it is not cached. */
  function lookUp(name: string): ModInfo | undefined {
    const known = metadata.recall(name);
    if (known) used.set(name, known.info);
    else abandon();
    return known?.info;
  }

  function abandon(): void {
    isAbandoned = true;
    stop.abort();
  }

  const source: ModInfoSource = {
    get: async (name) => lookUp(name),
    prefetch(names) {
      for (const name of names) if (!isAbandoned) lookUp(name);
    },
    // Only the portal knows similar names.
    async near() {
      abandon();
      return [];
    },
  };

  async function areCurrent(names: readonly string[]): Promise<boolean> {
    const now = await Promise.all(names.map((name) => metadata.get(name)));
    return names.every((name, at) => now[at] === used.get(name));
  }

  return {
    begin() {
      const signal = AbortSignal.any([caller, stop.signal]);
      outcome ??= resolve(request, source, { signal }).then(
        (selection) => ({ selection }),
        (error: unknown) => ({ error }),
      );
    },
    async confirmed() {
      if (outcome === undefined || isAbandoned) return undefined;
      const early = [...used.keys()];
      if (!(await areCurrent(early))) {
        stop.abort();
        return undefined;
      }
      const found = await outcome;
      if (isAbandoned || caller.aborted) return undefined;
      return (await areCurrent([...used.keys()].slice(early.length))) ? found : undefined;
    },
  };
}
