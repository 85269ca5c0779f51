import type { Change } from "./solver/suggest/change.ts";

/** The stable codes of every failure that a user can meet. Source: contract section 5. */
export type ErrorCode =
  | "USAGE"
  | "MANIFEST_NOT_FOUND"
  | "MANIFEST_INVALID"
  | "LOCKFILE_INVALID"
  | "LOCKFILE_STALE"
  | "LOCKFILE_MISSING"
  | "MOD_NOT_FOUND"
  | "NO_SOLUTION"
  | "TOO_HARD"
  | "AUTH_REQUIRED"
  | "AUTH_REJECTED"
  | "CHECKSUM_MISMATCH"
  | "BAD_ARCHIVE"
  | "UNSAFE_NAME"
  | "PORTAL_UNREACHABLE"
  | "PORTAL_ERROR"
  | "OFFLINE"
  | "BUSY"
  | "FAILED"
  | "VERIFY_FAILED"
  | "NOT_TRUSTED"
  | "NOT_A_MOD_DIRECTORY"
  | "RELEASE_CHANGED"
  | "GAME_NOT_FOUND"
  | "GAME_MISMATCH"
  | "INTERRUPTED"
  | "INTERNAL";

/** The parts of an error besides its message. */
export interface ErrorDetails {
  /** The next step for the user: one sentence, without the leading `hint:`. */
  readonly hint?: string;
  /** A sentence for each cause, where a request has no answer; `explanation` then is the whole proof. */
  readonly causes?: readonly string[];
  /** Why, step by step, in sentences for a player. */
  readonly explanation?: readonly string[];
  /** Changes of the manifest; each list of them, carried out together, was seen to help. */
  readonly remedies?: readonly (readonly Change[])[];
  /** False where remedies that are to be the smallest were not proved so. */
  readonly exact?: false;
  /** Complete shell commands, each of which makes the command that failed succeed. The command line makes them. */
  readonly suggestions?: readonly string[];
  /** Warnings collected before the failure that may help to explain it. */
  readonly warnings?: readonly Warning[];
  /** The defect below, kept for `--verbose`. */
  readonly cause?: unknown;
}

/**
 * The one error that is meant for users. Any other `Error` that reaches the top is a defect.
 *
 * `message` is one sentence or more: what happened and where (file, line, mod).
 */
export class FactorioLockError extends Error {
  override readonly name: string = "FactorioLockError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly causes: readonly string[];
  readonly explanation: readonly string[];
  readonly remedies: readonly (readonly Change[])[];
  readonly suggestions: readonly string[];
  readonly exact: false | undefined;
  readonly warnings: readonly Warning[];

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.code = code;
    this.hint = details.hint;
    this.causes = details.causes ?? [];
    this.explanation = details.explanation ?? [];
    this.remedies = details.remedies ?? [];
    this.suggestions = details.suggestions ?? [];
    this.exact = details.exact;
    this.warnings = details.warnings ?? [];
  }

  /** The same error with some of its details replaced; one that is given as undefined is left out. */
  withDetails(details: { readonly [Name in keyof ErrorDetails]: ErrorDetails[Name] | undefined }): FactorioLockError {
    const { hint, causes, explanation, remedies, exact, suggestions, warnings, cause } = this;
    const all = { hint, causes, explanation, remedies, exact, suggestions, warnings, cause, ...details };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    return new FactorioLockError(this.code, this.message, Object.fromEntries(given));
  }
}

/** Something that a user should know, and that stops nothing. */
export interface Warning {
  /** Stable, in capitals: `DEPRECATED_MOD`, `RELEASE_WITHDRAWN`, `RELEASE_REPLACED`, … */
  readonly code: string;
  readonly message: string;
  /** The mod it is about, where it is about one. */
  readonly mod?: string;
}
