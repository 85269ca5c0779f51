/** Bounds on every question to the portal. Source: contract section 6. Times are in milliseconds. */
export interface Limits {
  /** How often one question is tried in all. */
  readonly tries: number;
  /** How long a connection may take. */
  readonly connectMs: number;
  /** How long the other side may send nothing: then the try has failed. */
  readonly stallMs: number;
  /** How long one question may take with all its tries. Downloads have no such bound. */
  readonly budgetMs: number;
  /** The first pause between tries is random between 0 and this; each further one has twice the room. */
  readonly backOffMs: number;
  /** The room of a pause ends here. */
  readonly backOffMaxMs: number;
  /** A longer `Retry-After` is cut to this. */
  readonly retryAfterMaxMs: number;
  /** The most bytes that a decoded JSON answer may have. */
  readonly answerBytes: number;
  /** The most redirects that one question follows. */
  readonly redirects: number;
  /** An answer that brings fewer bytes a second than this, over `slowMs`, is a failed try. */
  readonly slowBytesPerSecond: number;
  /** How much waiting is measured for `slowBytesPerSecond`. */
  readonly slowMs: number;
}

/** The limits of the contract, and kind ones where it is silent. */
export const LIMITS: Limits = {
  tries: 3,
  connectMs: 10_000,
  stallMs: 10_000,
  budgetMs: 120_000,
  backOffMs: 400,
  backOffMaxMs: 5_000,
  retryAfterMaxMs: 10_000,
  answerBytes: 64 * 1024 * 1024,
  redirects: 5,
  slowBytesPerSecond: 256,
  slowMs: 30_000,
};
