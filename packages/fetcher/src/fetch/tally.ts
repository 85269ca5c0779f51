import type { FactorioLockError } from "@factorio-lock/core";

/** The sums of one call, and whether it goes on. */
export interface Tally {
  /** Archives that came over the network. */
  files: number;
  /** Bytes that came over the network. */
  bytes: number;
  /** Archives that were in the store, or that another process brought. */
  reused: number;
  /** Why no further archive is begun. */
  halt: FactorioLockError | undefined;
}

/** The sums at the beginning. */
export function newTally(): Tally {
  return { files: 0, bytes: 0, reused: 0, halt: undefined };
}
