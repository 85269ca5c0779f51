import { FactorioLockError } from "@factorio-lock/core";

/** The error of a call whose signal was aborted. */
export function interrupted(): FactorioLockError {
  return new FactorioLockError("INTERRUPTED", "Stopped before the end. What was downloaded is kept.");
}

/** @throws FactorioLockError `INTERRUPTED` if the signal is aborted */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted();
}
