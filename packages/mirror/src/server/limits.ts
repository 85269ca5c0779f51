/** What a client may take of the mirror's time and memory. */
export interface Limits {
  /** Bytes of the request line and all headers together: 431 above. */
  readonly headerBytes: number;
  /** Bytes of a request's body: 413 above. */
  readonly bodyBytes: number;
  /** Milliseconds until the headers must be there: 408 after. */
  readonly headersTimeout: number;
  /** Milliseconds until the whole request must be there: 408 after. */
  readonly requestTimeout: number;
  /** Milliseconds that a connection may lie still, also in the midst of an answer. */
  readonly idleTimeout: number;
  /** Bytes per second below which an answer is given up, after `idleTimeout` of grace. */
  readonly slowestRate: number;
  /** Connections at one time; further ones are closed. */
  readonly connections: number;
}

export const DEFAULT_LIMITS: Limits = {
  headerBytes: 64 * 1024,
  bodyBytes: 1024 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  idleTimeout: 60_000,
  slowestRate: 4 * 1024,
  connections: 10_000,
};
