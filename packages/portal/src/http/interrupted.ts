import { FactorioLockError } from "@factorio-lock/core";

/** What a call throws whose signal fired. */
export function interrupted(): FactorioLockError {
  return new FactorioLockError("INTERRUPTED", "The command was interrupted.");
}
