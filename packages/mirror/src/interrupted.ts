import { FactorioLockError } from "@factorio-lock/core";

/** @throws FactorioLockError `INTERRUPTED` if the signal is aborted */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new FactorioLockError("INTERRUPTED", "Stopped before the end.");
}
