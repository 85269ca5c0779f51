/**
 * Every deadline and bound on a request to the portal, in one table. A client has one set for all of its requests;
 * the mirror's client of its upstream has shorter ones (`UPSTREAM_LIMITS`). Source: docs/portal-api.md, "How we
 * behave". Times are in milliseconds.
 */
export interface Limits {
  /** The total number of tries for a request. */
  readonly tries: number;
  /** How long opening a connection may take. */
  readonly connectMs: number;
  /**
   * How long the server may be silent before the try fails: from the request to the first byte, and between two bytes.
   */
  readonly stallMs: number;
  /**
   * How long a try may take until the head of the final answer, including redirects and interim answers. A server that
   * sends nothing at all fails after `stallMs` already.
   */
  readonly headMs: number;
  /** How long a request may take with all its tries. Downloads have no such limit. */
  readonly budgetMs: number;
  /** The first pause between tries is random between 0 and this; the range doubles with each try. */
  readonly backOffMs: number;
  /** The upper end of that range. */
  readonly backOffMaxMs: number;
  /** The maximum `Retry-After`; longer ones are cut. */
  readonly retryAfterMaxMs: number;
  /** How long a request may wait in total because of 429 before its waits count as tries. */
  readonly patienceMs: number;
  /** The pause of all requests after a 429 without `Retry-After`; it doubles up to `retryAfterMaxMs`. */
  readonly refusedMs: number;
  /**
   * The interval between the starts of two requests after the first 429. Each further 429 doubles it; other answers
   * shorten it.
   */
  readonly paceMs: number;
  /** The maximum of that interval. */
  readonly paceMaxMs: number;
  /** The maximum size of a decoded JSON answer in bytes. */
  readonly answerBytes: number;
  /** The maximum number of redirects that a request follows. */
  readonly redirects: number;
  /** A try fails if its body is slower than this many bytes per second, over `slowMs` of waiting for it. */
  readonly slowBytesPerSecond: number;
  /** The waiting time over which `slowBytesPerSecond` is measured. */
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
