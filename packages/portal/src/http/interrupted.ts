import { FactorioLockError } from "@factorio-lock/core";

/** The error of a call whose signal was aborted. */
export function interrupted(): FactorioLockError {
  return new FactorioLockError("INTERRUPTED", "The command was interrupted.");
}
