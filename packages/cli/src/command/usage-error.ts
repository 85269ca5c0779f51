import { FactorioLockError } from "@factorio-lock/core";

/** Creates the error for a mistake in the command line. */
export function usageError(message: string, hint?: string): FactorioLockError {
  return new FactorioLockError("USAGE", message, hint === undefined ? {} : { hint });
}
