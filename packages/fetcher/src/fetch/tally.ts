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
  /** Takes note that the portal refused the credentials. */
  refuse(error: FactorioLockError): void;
}

/** So many refusals, without one archive in between, and no further one is asked for. Source: domain.md 1.9. */
const REFUSALS = 3;

/** The sums at the beginning. */
export function newTally(): Tally {
  let refusals = 0;
  return {
    files: 0,
    bytes: 0,
    reused: 0,
    halt: undefined,
    refuse(error) {
      refusals += 1;
      if (refusals >= REFUSALS && this.files === 0) this.halt ??= error;
    },
  };
}
