import type { Life } from "./life.ts";

/** Milliseconds without a beat after which a process is presumed dead if nothing else is known about it. */
const LEASE = 30_000;

/** The same for one that the machine of that name does not have. */
const LEASE_OF_ABSENT = 3_000;

/** A time in which this process itself looked at nothing does not count: it may have slept. */
const MAX_STEP = 2_000;

/** Counts on this process's own clock for how long another has not been seen to beat. */
export interface Lease {
  /** Whether the process is dead, as far as can be known. */
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
      silence = isSilent && looked !== undefined ? silence + Math.min(time - looked, MAX_STEP) : 0;
      looked = time;
      beat = life.beat;
      if (life.state === "dead") return true;
      if (life.state === "alive") return false;
      return silence >= (life.state === "absent" ? LEASE_OF_ABSENT : LEASE);
    },
  };
}
