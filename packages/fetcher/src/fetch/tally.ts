import type { FactorioLockError } from "@factorio-lock/core";

/** The totals of a call, and whether it should stop. */
export interface Tally {
  /** The number of downloaded archives. */
  files: number;
  /** The number of downloaded bytes. */
  bytes: number;
  /** The number of archives that were in the store already, or that another process downloaded. */
  reused: number;
  /** If set, no further download is started, for this reason. */
  halt: FactorioLockError | undefined;
}

/** Creates a tally of zeros. */
export function newTally(): Tally {
  return { files: 0, bytes: 0, reused: 0, halt: undefined };
}
