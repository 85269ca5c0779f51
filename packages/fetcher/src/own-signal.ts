import { setMaxListeners } from "node:events";

/**
 * Runs a task with its own signal that aborts with `signal`. It may have any number of listeners, while the caller's
 * signal gets only one, because Node warns about more than ten.
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
