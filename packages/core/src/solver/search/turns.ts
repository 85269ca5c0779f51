import { run, type Search, type SearchState } from "./search.ts";
import { yieldToEventLoop } from "./yield-to-event-loop.ts";

/** How many steps are taken before yielding to other tasks: one or two hundredths of a second. */
const SLICE = 250;

/** The first slice of a search; each next one has twice as many steps, up to a whole slice: code that runs for the first time is slow. */
const FIRST_SLICE = 15;

/** Options for how a long call shares the event loop. */
export interface SolveOptions {
  /** An AbortSignal. It also takes effect during a search, which yields to other tasks between slices. */
  readonly signal?: { throwIfAborted(): void };
  /** How many steps are taken before yielding to other tasks, an integer from 1. It does not affect any answer. */
  readonly slice?: number;
  /**
   * How many conflicts are allowed before the measures for hard questions are taken, an integer from 1. It does not
   * affect any answer, but may affect which of several explanations is given.
   */
  readonly patience?: number;
}

/** Yields to other tasks. Throws the signal's reason if it is aborted. */
export async function takeTurn({ signal }: SolveOptions): Promise<void> {
  await yieldToEventLoop();
  signal?.throwIfAborted();
}

/** Runs a search in slices until it needs a mod or ends. Many short searches share a slice. */
export async function runInTurns(
  search: Search,
  options: SolveOptions,
): Promise<Exclude<SearchState, { kind: "paused" }>> {
  for (;;) {
    const slice = options.slice ?? Math.min(SLICE, FIRST_SLICE * 2 ** search.turns);
    const before = search.budget.left;
    const state = run(search, slice);
    search.sinceTurn += 1 + before - search.budget.left;
    if (search.sinceTurn >= slice) {
      search.sinceTurn = 0;
      search.turns++;
      await takeTurn(options);
    }
    if (state.kind !== "paused") return state;
  }
}
