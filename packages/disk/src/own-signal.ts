/**
 * A signal that aborts with `signal`, for a single listener. Node warns about a leak if more than ten listeners share a
 * signal, so code that runs many calls at once gives each its own.
 */
export function ownSignal(signal: AbortSignal): AbortSignal;
export function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined;
export function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  return signal && AbortSignal.any([signal]);
}
