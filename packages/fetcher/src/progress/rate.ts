/** How many bytes had come at a time. */
export interface RateSample {
  /** Milliseconds. */
  readonly at: number;
  readonly bytes: number;
}

/** The time that a rate is taken over, in milliseconds. */
const WINDOW = 5_000;

/** Samples that follow each other faster replace each other. */
const PACE = 200;

/** A rate over a shorter time is ignored. */
const SHORTEST = 500;

/** The samples of the last five seconds with one more. */
export function addSample(samples: readonly RateSample[], sample: RateSample): readonly RateSample[] {
  const isClose = samples.length > 1 && sample.at - (samples.at(-2)?.at ?? 0) < PACE;
  const recent = (isClose ? samples.slice(0, -1) : samples).filter(({ at }) => sample.at - at <= WINDOW);
  return [...recent, sample];
}

/** Bytes a second between the first and the last sample; undefined over too short a time. */
export function rateOf(samples: readonly RateSample[]): number | undefined {
  const [first, last] = [samples[0], samples.at(-1)];
  if (!first || !last || last.at - first.at < SHORTEST) return undefined;
  return ((last.bytes - first.bytes) / (last.at - first.at)) * 1000;
}
