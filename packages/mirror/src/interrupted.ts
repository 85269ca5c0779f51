import { FactorioLockError } from "@factorio-lock/core";

/** @throws FactorioLockError `INTERRUPTED` when the signal has fired */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FactorioLockError("INTERRUPTED", "Stopped before the end.");
}
