/** Limits on the time and memory that clients may use. */
export interface Limits {
  /** Bytes of the request line and all headers together: 431 above. */
  readonly headerBytes: number;
  /** Bytes of a request's body: 413 above. */
  readonly bodyBytes: number;
  /** The time for receiving the headers, in milliseconds: 408 after. */
  readonly headersTimeout: number;
  /** The time for receiving the whole request, in milliseconds: 408 after. */
  readonly requestTimeout: number;
  /** How long a connection may be idle between requests, in milliseconds. */
  readonly idleTimeout: number;
  /** The maximum bytes of bodies being sent to all clients together. */
  readonly bytesInFlight: number;
  /** The maximum bytes of bodies being sent to one address. */
  readonly bytesPerAddress: number;
  /** The maximum bytes in the system's buffers for all clients together, beyond the first 128 kB of each. */
  readonly bytesAhead: number;
  /**
   * A client that receives fewer bytes per second over `slowWindow`, while bytes are waiting for it, is disconnected.
   */
  readonly slowestRate: number;
  /** The time over which `slowestRate` is measured, in milliseconds. */
  readonly slowWindow: number;
  /** The maximum number of connections; further ones are closed. */
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
