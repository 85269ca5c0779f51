import { setMaxListeners } from "node:events";

/**
 * Runs a task with a signal of its own that fires when `signal` does. Any number of listeners may hang on it, while the
 * caller's gets one: Node warns of more than ten.
 */
export async function withOwnSignal<T>(
  signal: AbortSignal | undefined,
  task: (own: AbortSignal) => Promise<T>,
): Promise<T> {
  const own = new AbortController();
  setMaxListeners(0, own.signal);
  const onAbort = (): void => own.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort);
  if (signal?.aborted) onAbort();
  try {
    return await task(own.signal);
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}
