import { type ModInfo, type ModInfoSource, type ResolveRequest, resolve, type Selection } from "@factorio-lock/core";
import type { Metadata } from "@factorio-lock/portal";

/** An answer of the solver that is found while the portal is asked for news. */
export interface Guess {
  /** Begins to solve from what the cache holds. */
  begin(): void;
  /**
   * The answer of `resolve`, given or thrown once everything that it was found from is known to be current: mostly nothing is new. It is then
   * the answer that `resolve` would find now. Undefined where something is new, or nothing was begun.
   *
   * @throws what asking for news of a mod throws
   */
  confirmed(): Promise<Outcome | undefined>;
}

/** The outcome of a search. */
export type Outcome = { readonly selection: Selection } | { readonly error: unknown };

/** Prepares a guess: the time until the portal's answer is spent on the solution that the cache leads to. */
export function createGuess(request: ResolveRequest, metadata: Metadata, caller: AbortSignal): Guess {
  const used = new Map<string, ModInfo | undefined>();
  const stop = new AbortController();
  let isBlind = false;
  let outcome: Promise<Outcome> | undefined;

  /** Sees what the cache holds; the guess is of no use where that is not enough. */
  function look(name: string): ModInfo | undefined {
    const known = metadata.recall(name);
    if (known) used.set(name, known.info);
    else giveUp();
    return known?.info;
  }

  function giveUp(): void {
    isBlind = true;
    stop.abort();
  }

  const source: ModInfoSource = {
    get: async (name) => look(name),
    prefetch(names) {
      for (const name of names) if (!isBlind) look(name);
    },
    // Only the portal can tell.
    async near() {
      giveUp();
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
      if (outcome === undefined || isBlind) return undefined;
      const early = [...used.keys()];
      if (!(await areCurrent(early))) {
        stop.abort();
        return undefined;
      }
      const found = await outcome;
      if (isBlind || caller.aborted) return undefined;
      return (await areCurrent([...used.keys()].slice(early.length))) ? found : undefined;
    },
  };
}
