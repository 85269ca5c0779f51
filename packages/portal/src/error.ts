import { type ErrorCode, type ErrorDetails, FactorioLockError } from "@factorio-lock/core";

/** The parts of a `PortalError` besides its message. */
export interface PortalErrorDetails extends ErrorDetails {
  /** The HTTP status of the answer, where one came. */
  readonly status?: number;
  /** Whether asking again may help: a transport error, 429 or 5xx. */
  readonly transient?: boolean;
  /** Whether no connection came about: nothing else can be had of the same portal now either. */
  readonly isUnconnected?: boolean;
  /** The answer's `Retry-After`, in milliseconds. */
  readonly retryAfterMs?: number;
}

/** A request to the portal that got no usable answer. Says what was asked, what came and what to do. */
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
