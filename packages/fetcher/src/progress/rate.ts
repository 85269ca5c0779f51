/** The number of bytes downloaded up to a time. */
export interface RateSample {
  /** Milliseconds. */
  readonly at: number;
  readonly bytes: number;
}

/** The time over which the rate is computed. */
const WINDOW_MS = 5_000;

/** A sample that follows sooner than this replaces the previous one. */
const MIN_INTERVAL_MS = 200;

/** The shortest time over which a rate is computed. */
const MIN_DURATION_MS = 500;

/** Adds a sample and drops those older than five seconds. */
export function addSample(samples: readonly RateSample[], sample: RateSample): readonly RateSample[] {
  const isClose = samples.length > 1 && sample.at - (samples.at(-2)?.at ?? 0) < MIN_INTERVAL_MS;
  const recent = (isClose ? samples.slice(0, -1) : samples).filter(({ at }) => sample.at - at <= WINDOW_MS);
  return [...recent, sample];
}

/** Bytes per second between the first and the last sample; undefined if the time between them is too short. */
export function rateOf(samples: readonly RateSample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < MIN_DURATION_MS) return undefined;
  return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
}
