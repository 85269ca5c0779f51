import { FactorioLockError } from "@factorio-lock/core";

/** The error for a command line that cannot be understood. */
export function usage(message: string, hint?: string): FactorioLockError {
  return new FactorioLockError("USAGE", message, hint === undefined ? {} : { hint });
}
