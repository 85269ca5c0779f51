import { type ErrorDetails, FactorioLockError } from "@factorio-lock/core";

/** The failure with some of its details told otherwise. */
export function retold(failure: FactorioLockError, otherwise: ErrorDetails): FactorioLockError {
  const { code, message, hint, explanation, suggestions, warnings, cause } = failure;
  return new FactorioLockError(code, message, {
    explanation,
    suggestions,
    warnings,
    ...(hint === undefined ? {} : { hint }),
    ...(cause === undefined ? {} : { cause }),
    ...otherwise,
  });
}
