import { FactorioLockError } from "@factorio-lock/core";

/** The error of a call whose signal was aborted. */
export function interrupted(): FactorioLockError {
  return new FactorioLockError("INTERRUPTED", "The download was interrupted.", {
    hint: "run the command again: it continues where it stopped.",
  });
}

/** @throws FactorioLockError `INTERRUPTED` if the signal is aborted */
export function throwIfInterrupted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw interrupted();
}
