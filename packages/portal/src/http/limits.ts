/**
 * Every deadline and bound on a question to the portal, in one table. Source: contract section 6. Times are in
 * milliseconds.
 */
export interface Limits {
  /** How often one question is tried in all. */
  readonly tries: number;
  /** How long a connection may take. */
  readonly connectMs: number;
  /** How long the other side may send nothing: then the try has failed. */
  readonly stallMs: number;
  /** How long a try may take to the final head of its answer, redirects followed, whatever else arrives meanwhile. */
  readonly headMs: number;
  /** How long one question may take with all its tries. Downloads have no such bound. */
  readonly budgetMs: number;
  /** The first pause between tries is random between 0 and this; each further one has twice the room. */
  readonly backOffMs: number;
  /** The room of a pause ends here. */
  readonly backOffMaxMs: number;
  /** A longer `Retry-After` is cut to this. */
  readonly retryAfterMaxMs: number;
  /** How long the waits of a question that is answered with 429 are no tries. */
  readonly patienceMs: number;
  /** The pause of all requests after a 429 without `Retry-After`; it doubles up to `retryAfterMaxMs`. */
  readonly refusedMs: number;
  /** The first time between the starts of two requests after a 429; each further 429 doubles it, answers shorten it. */
  readonly paceMs: number;
  /** The longest such time. */
  readonly paceMaxMs: number;
  /** The most bytes that a decoded JSON answer may have. */
  readonly answerBytes: number;
  /** The most redirects that one question follows. */
  readonly redirects: number;
  /** A body that brings fewer bytes a second than this, over `slowMs` of our waiting for it, is a failed try. */
  readonly slowBytesPerSecond: number;
  /** How much waiting is measured for `slowBytesPerSecond`. */
  readonly slowMs: number;
}

/** The limits of the contract, and generous ones where it sets none. */
export const LIMITS: Limits = {
  tries: 3,
  connectMs: 10_000,
  stallMs: 10_000,
  headMs: 30_000,
  budgetMs: 120_000,
  backOffMs: 400,
  backOffMaxMs: 5_000,
  retryAfterMaxMs: 10_000,
  patienceMs: 60_000,
  refusedMs: 1_000,
  paceMs: 100,
  paceMaxMs: 5_000,
  answerBytes: 64 * 1024 * 1024,
  redirects: 5,
  slowBytesPerSecond: 1_000,
  slowMs: 30_000,
};
