import type { Cause } from "./cause.ts";
import type { IndexSet } from "./index-set.ts";

/** A statement on one mod: its state is in `set`. */
export interface Term {
  /** The mod's id. */
  readonly mod: number;
  readonly set: IndexSet;
}

/** Terms that cannot all hold at once, about different mods, and why. No terms at all: nothing can hold. */
export interface Incompatibility {
  readonly terms: readonly Term[];
  readonly cause: Cause;
}
