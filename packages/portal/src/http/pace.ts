import { setTimeout as sleep } from "node:timers/promises";
import { ownSignal } from "@factorio-lock/disk";
import { interrupted } from "./interrupted.ts";
import type { Limits } from "./limits.ts";

/**
 * When the next request may be sent: one pace that all requests to a portal share. At first there is none. A 429 makes
 * everybody pause and then go on one after the other, slower with each further 429; answers make it faster again.
 * Source: docs/portal-api.md, "How we behave".
 */
export interface Pace {
  /** Waits for a turn. @throws `INTERRUPTED` when the signal fires. */
  turn(signal: AbortSignal | undefined): Promise<void>;
  /**
   * Takes note of a 429.
   *
   * @param sentAt when its request was sent: of several that were under way at once only the first slows the pace
   * @returns the pause, in milliseconds
   */
  refused(sentAt: number, retryAfterMs: number | undefined): number;
  /** Takes note of any other answer. */
  answered(): void;
}

/** So many answers in a row make the pace faster. */
const GOOD_ANSWERS = 40;

/** A pace for one portal; `now` counts milliseconds. */
export function createPace(limits: Limits, now: () => number = () => performance.now()): Pace {
  let interval = 0;
  let next = 0;
  let slowedAt = Number.NEGATIVE_INFINITY;
  /** Slow-downs without an answer in between. */
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
        // A turn that was given before the pace slowed down counts no more.
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
