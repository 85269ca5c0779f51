import type { Life } from "./life.ts";

/** A process without a heartbeat for this long is presumed dead if nothing else is known about it. */
const LEASE_MS = 30_000;

/** The same for a process that is `absent` (see `processState`). */
const ABSENT_LEASE_MS = 3_000;

/** The most silence counted between two checks: this process may have been suspended meanwhile. */
const MAX_STEP_MS = 2_000;

/** Measures, by this process's own clock, how long another process has sent no heartbeat. */
export interface Lease {
  /** Whether the process is dead or presumed dead. To be called with each new observation. */
  isOver(life: Life): boolean;
}

export function startLease(now: () => number = () => performance.now()): Lease {
  let beat: string | undefined;
  let silence = 0;
  let looked: number | undefined;
  return {
    isOver(life) {
      const time = now();
      const isSilent = life.beat !== undefined && life.beat === beat;
      silence = isSilent && looked !== undefined ? silence + Math.min(time - looked, MAX_STEP_MS) : 0;
      looked = time;
      beat = life.beat;
      if (life.state === "dead") return true;
      if (life.state === "alive") return false;
      return silence >= (life.state === "absent" ? ABSENT_LEASE_MS : LEASE_MS);
    },
  };
}
