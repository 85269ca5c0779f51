import { setTimeout as sleep } from "node:timers/promises";
import { ownSignal } from "@factorio-lock/disk";
import { interrupted } from "./interrupted.ts";
import type { Limits } from "./limits.ts";

/**
 * A rate limit shared by all requests to a portal. Initially there is none. A 429 makes all requests pause and then
 * continue one after another, more slowly with each further 429; other answers make it faster again. Source:
 * docs/portal-api.md, "How we behave".
 */
export interface Pace {
  /** Waits until the next request may be sent. @throws `INTERRUPTED` if the signal aborts. */
  turn(signal: AbortSignal | undefined): Promise<void>;
  /**
   * Records a 429.
   *
   * @param sentAt when its request was sent; of several concurrent requests only the first 429 slows the pace
   * @returns the pause, in milliseconds
   */
  refused(sentAt: number, retryAfterMs: number | undefined): number;
  /** Records any other answer. */
  answered(): void;
}

/** After this many answers other than 429 since the last change of the pace, the pace gets faster. */
const GOOD_ANSWERS = 40;

/** Creates a pace for a portal; `now` is a clock in milliseconds. */
export function createPace(limits: Limits, now: () => number = () => performance.now()): Pace {
  let interval = 0;
  let next = 0;
  let slowedAt = Number.NEGATIVE_INFINITY;
  /** The number of consecutive 429s. */
  let row = 0;
  let good = 0;

  function slowDown(at: number): void {
    slowedAt = at;
    row += 1;
    good = 0;
    interval = Math.min(limits.paceMaxMs, Math.max(limits.paceMs, interval * 2));
  }

  return {
    async turn(signal) {
      for (;;) {
        const round = slowedAt;
        const at = Math.max(now(), next);
        const waitMs = at - now();
        next = at + interval;
        if (waitMs <= 0) return;
        await sleep(waitMs, undefined, signal ? { signal: ownSignal(signal) } : {}).catch(() => {
          throw interrupted();
        });
        // A turn from before the last slow-down is void; wait again.
        if (round === slowedAt) return;
      }
    },
    refused(sentAt, retryAfterMs) {
      const at = now();
      if (sentAt > slowedAt) {
        slowDown(at);
        next = at;
      }
      const pauseMs = Math.min(limits.retryAfterMaxMs, retryAfterMs ?? limits.refusedMs * 2 ** (row - 1));
      next = Math.max(next, slowedAt + pauseMs, retryAfterMs === undefined ? 0 : at + pauseMs);
      return pauseMs;
    },
    answered() {
      row = 0;
      if (interval === 0) return;
      good += 1;
      if (good < GOOD_ANSWERS) return;
      good = 0;
      interval = interval <= limits.paceMs / 4 ? 0 : interval * 0.75;
    },
  };
}
