/**
 * Every deadline and bound on a request to the portal, in one table. A client has one set for all of its requests;
 * the mirror's client of its upstream has shorter ones (`UPSTREAM_LIMITS`). Source: docs/portal-api.md, "How we
 * behave". Times are in milliseconds.
 */
export interface Limits {
  /** How many attempts one request has in all. */
  readonly tries: number;
  /** How long a connection may take. */
  readonly connectMs: number;
  /** How long the other side may stay silent before the attempt fails, from the request to the first byte and between two. */
  readonly stallMs: number;
  /**
   * How long an attempt may take until the head of the final answer, redirects and interim answers included. A server
   * that says nothing at all is given up after `stallMs` already.
   */
  readonly headMs: number;
  /** How long one request may take with all its attempts. Downloads have no such bound. */
  readonly budgetMs: number;
  /** The first pause between attempts is random between 0 and this; the range doubles for each further one. */
  readonly backOffMs: number;
  /** The upper end of that range. */
  readonly backOffMaxMs: number;
  /** A longer `Retry-After` is cut to this. */
  readonly retryAfterMaxMs: number;
  /** How long a request that is answered with 429 may wait in all before its waits count as attempts. */
  readonly patienceMs: number;
  /** The pause of all requests after a 429 without `Retry-After`; it doubles up to `retryAfterMaxMs`. */
  readonly refusedMs: number;
  /** The interval between the starts of two requests after a first 429; each further 429 doubles it, answers shorten it. */
  readonly paceMs: number;
  /** The longest such interval. */
  readonly paceMaxMs: number;
  /** The most bytes that a decoded JSON answer may have. */
  readonly answerBytes: number;
  /** The most redirects that one request follows. */
  readonly redirects: number;
  /** An attempt fails when its body is slower than this many bytes a second, over `slowMs` of waiting for it. */
  readonly slowBytesPerSecond: number;
  /** How much waiting is measured for `slowBytesPerSecond`. */
  readonly slowMs: number;
}

/** The default limits. */
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
