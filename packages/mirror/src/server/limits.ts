/** Limits on the time and memory that clients may use. */
export interface Limits {
  /** Bytes of the request line and all headers together: 431 above. */
  readonly headerBytes: number;
  /** Bytes of a request's body: 413 above. */
  readonly bodyBytes: number;
  /** Milliseconds until the headers must be there: 408 after. */
  readonly headersTimeout: number;
  /** Milliseconds until the whole request must be there: 408 after. */
  readonly requestTimeout: number;
  /** Milliseconds that a connection may lie still between requests. */
  readonly idleTimeout: number;
  /** Bytes of bodies on their way, of all clients together. */
  readonly bytesInFlight: number;
  /** Bytes of bodies on their way to one address. */
  readonly bytesPerAddress: number;
  /** Bytes that the system may hold for all clients together, beyond the first 128 kB of each. */
  readonly bytesAhead: number;
  /** Bytes per second: a client that takes less over `slowWindow`, while there is something to take, is given up. */
  readonly slowestRate: number;
  /** Milliseconds over which `slowestRate` is measured. */
  readonly slowWindow: number;
  /** Connections at one time; further ones are closed. */
  readonly connections: number;
}

/** The default limits. Source: docs/mirror.md, "In production". */
export const DEFAULT_LIMITS: Limits = {
  headerBytes: 64 * 1024,
  bodyBytes: 1024 * 1024,
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  idleTimeout: 60_000,
  bytesInFlight: 64 * 1024 * 1024,
  bytesPerAddress: 32 * 1024 * 1024,
  bytesAhead: 64 * 1024 * 1024,
  slowestRate: 1_000,
  slowWindow: 30_000,
  connections: 10_000,
};
