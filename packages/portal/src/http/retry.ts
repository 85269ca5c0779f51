import { setTimeout as sleep } from "node:timers/promises";
import { ownSignal } from "@factorio-lock/disk";
import { PortalError } from "../error.ts";
import { interrupted } from "./interrupted.ts";
import { LIMITS, type Limits } from "./limits.ts";

/** Options of `retry`. */
export interface RetryOptions {
  /** Overrides of `tries`, `budgetMs`, `backOffMs`, `backOffMaxMs`, `retryAfterMaxMs`. */
  readonly limits?: Partial<Limits>;
  readonly signal?: AbortSignal | undefined;
  /** Called before each pause. */
  onRetry?(error: PortalError, waitMs: number): void;
}

/**
 * Retries a task while it throws a `transient` `PortalError`: three tries in total, with exponential back-off and full
 * jitter, but at least the answer's `Retry-After` up to ten seconds. Gives up if a pause would exceed the budget.
 * Source: docs/portal-api.md, "How we behave".
 *
 * @throws the error of the last try; `INTERRUPTED` if the signal aborts during a pause
 */
export async function retry<T>(task: (attempt: number) => Promise<T>, options: RetryOptions = {}): Promise<T> {
  const limits = { ...LIMITS, ...options.limits };
  const end = performance.now() + limits.budgetMs;
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await task(attempt);
    } catch (error) {
      if (!(error instanceof PortalError) || !error.transient || attempt >= limits.tries) throw error;
      const waitMs = pause(attempt, error.retryAfterMs, limits, Math.random());
      if (performance.now() + waitMs >= end) throw error;
      options.onRetry?.(error, waitMs);
      await sleep(waitMs, undefined, options.signal ? { signal: ownSignal(options.signal) } : {}).catch(() => {
        throw interrupted();
      });
    }
  }
}

/** The pause after try number `attempt`, in milliseconds; `chance` is 0 to 1. */
export function pause(attempt: number, retryAfterMs: number | undefined, limits: Limits, chance: number): number {
  const range = Math.min(limits.backOffMaxMs, limits.backOffMs * 2 ** (attempt - 1));
  return Math.max(chance * range, Math.min(retryAfterMs ?? 0, limits.retryAfterMaxMs));
}
