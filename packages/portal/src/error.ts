import { type ErrorCode, type ErrorDetails, FactorioLockError } from "@factorio-lock/core";

/** The details of a `PortalError`. */
export interface PortalErrorDetails extends ErrorDetails {
  /** The HTTP status, if there was a response. */
  readonly status?: number;
  /** Whether a retry may help: after a transport error, 429 or 5xx. */
  readonly transient?: boolean;
  /** Whether no connection could be made, so that other requests to this portal would fail too. */
  readonly isUnconnected?: boolean;
  /** The `Retry-After` of the response, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A failed request to the portal. The message says what was requested and what happened; the hint what to do. */
export class PortalError extends FactorioLockError {
  readonly status: number | undefined;
  readonly transient: boolean;
  readonly isUnconnected: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, details: PortalErrorDetails = {}) {
    super(code, message, details);
    this.status = details.status;
    this.transient = details.transient ?? false;
    this.isUnconnected = details.isUnconnected ?? false;
    this.retryAfterMs = details.retryAfterMs;
  }
}
