import { otherTasks } from "./other-tasks.ts";
import { run, type Search, type SearchState } from "./search.ts";

/** How many steps are taken before other tasks of the program have their turn: a few hundredths of a second at most. */
const SLICE = 500;

/** How a long call shares the program with other tasks. */
export interface SolveOptions {
  /** An AbortSignal. It is heeded in the midst of a search too, between whose slices other tasks of the program run. */
  readonly signal?: { throwIfAborted(): void };
  /** How many steps are taken before other tasks run: a whole number from 1. It changes no answer. */
  readonly slice?: number;
  /**
   * How many conflicts are borne before the measures for hard questions are taken: a whole number from 1. It changes no
   * verdict and no answer, but may change which explanation of several is given.
   */
  readonly patience?: number;
}

/** Lets other tasks run. Throws the signal's reason when it is aborted. */
export async function takeTurn({ signal }: SolveOptions): Promise<void> {
  await otherTasks();
  signal?.throwIfAborted();
}

/** Searches until something is needed or the end is reached, slice by slice; many short searches make up a slice together. */
export async function runInTurns(
  search: Search,
  options: SolveOptions,
): Promise<Exclude<SearchState, { kind: "paused" }>> {
  const { slice = SLICE } = options;
  for (;;) {
    const before = search.budget.left;
    const state = run(search, slice);
    search.sinceTurn += 1 + before - search.budget.left;
    if (search.sinceTurn >= slice) {
      search.sinceTurn = 0;
      await takeTurn(options);
    }
    if (state.kind !== "paused") return state;
  }
}
