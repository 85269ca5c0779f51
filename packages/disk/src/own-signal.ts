/**
 * A signal for one listener, that fires when `signal` does. Each call of Node's that takes a signal listens to it, and
 * Node warns of a leak when more than ten listen to one: whatever runs many at once gives each its own.
 */
export function ownSignal(signal: AbortSignal): AbortSignal;
export function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined;
export function ownSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  return signal && AbortSignal.any([signal]);
}
