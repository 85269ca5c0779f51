import type { Change } from "./solver/request/change.ts";

/** The stable codes of every failure that a user can meet. Source: docs/commands.md, "JSON". */
export type ErrorCode =
  /** The command line cannot be understood, or a value in it is of the wrong kind. */
  | "USAGE"
  /** There is no `mods.yaml` in the folder or above it. */
  | "MANIFEST_NOT_FOUND"
  /** `mods.yaml` cannot be read; the message has file, line and column. */
  | "MANIFEST_INVALID"
  /** `mods.lock` cannot be read, or was written by a newer factorio-lock. */
  | "LOCKFILE_INVALID"
  /** `mods.lock` is out of date for `mods.yaml`, and the command must not change it. */
  | "LOCKFILE_STALE"
  /** The command needs a `mods.lock`, and there is none. */
  | "LOCKFILE_MISSING"
  /** The mod portal has no mod of that name; all such names are reported at once, with similar ones. */
  | "MOD_NOT_FOUND"
  /** No releases of the mods fit together; the error explains why and suggests changes that were checked to work. */
  | "NO_SOLUTION"
  /** The step budget ran out before an answer was found or ruled out. */
  | "TOO_HARD"
  /** A download needs the account of an owner of the game, and none was found. */
  | "AUTH_REQUIRED"
  /** The mod portal refuses the user name and token, or shows a sign-in page. */
  | "AUTH_REJECTED"
  /** A file has another checksum than the locked one. */
  | "CHECKSUM_MISMATCH"
  /** An archive or a save cannot be read, or holds another mod or version than expected. */
  | "BAD_ARCHIVE"
  /** A name, version or file name from outside cannot safely become part of a path. */
  | "UNSAFE_NAME"
  /** The mod portal cannot be reached, or the connection keeps breaking. */
  | "PORTAL_UNREACHABLE"
  /** The mod portal answers with an error, or with data that makes no sense. */
  | "PORTAL_ERROR"
  /** With `--offline`: something is missing that would have to be downloaded. */
  | "OFFLINE"
  /** Another factorio-lock is using the same mod directory. */
  | "BUSY"
  /** Any failure without a code of its own: the disk, permissions, an address in use, unmanaged files in the way. */
  | "FAILED"
  /** The mod directory does not match the lockfile. */
  | "VERIFY_FAILED"
  /** `mods.yaml` names a mod directory outside its folder, and nobody has allowed that on this machine. */
  | "NOT_TRUSTED"
  /** The folder has other contents and does not look like a mod directory; nothing was touched. */
  | "NOT_A_MOD_DIRECTORY"
  /** The mod portal's archive of a locked version has changed since it was locked. */
  | "RELEASE_CHANGED"
  /** No game was found on this machine, or none in the named folder. */
  | "GAME_NOT_FOUND"
  /** No game on this machine can play the locked mods. */
  | "GAME_MISMATCH"
  /** Stopped, for example by Ctrl-C. */
  | "INTERRUPTED"
  /** A defect of factorio-lock. */
  | "INTERNAL";

/** The parts of an error besides its message. */
export interface ErrorDetails {
  /** The next step for the user: one sentence, without the leading `hint:`. */
  readonly hint?: string;
  /** For a request without an answer: one sentence per cause; `explanation` is then the whole proof. */
  readonly causes?: readonly string[];
  /** Why, step by step, in sentences for a player. */
  readonly explanation?: readonly string[];
  /** Changes to the manifest. Each list, applied as a whole, was checked to solve the problem. */
  readonly remedies?: readonly (readonly Change[])[];
  /** False if the smallest remedies were not proved to be the smallest. */
  readonly exact?: false;
  /** Complete shell commands, each of which makes the failed command succeed. The command line adds them. */
  readonly suggestions?: readonly string[];
  /** Warnings that were collected before the failure and may help to explain it. */
  readonly warnings?: readonly Warning[];
  /** The underlying defect, shown with `--verbose`. */
  readonly cause?: unknown;
}

/**
 * The only error that is meant for users. Any other `Error` that reaches the top is a defect.
 *
 * `message` is one or more sentences that say what happened and where (file, line, mod).
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

  /** Returns the same error with some details replaced; a detail given as undefined is removed. */
  withDetails(details: { readonly [Name in keyof ErrorDetails]: ErrorDetails[Name] | undefined }): FactorioLockError {
    const { hint, causes, explanation, remedies, exact, suggestions, warnings, cause } = this;
    const all = { hint, causes, explanation, remedies, exact, suggestions, warnings, cause, ...details };
    const given = Object.entries(all).filter(([, value]) => value !== undefined);
    return new FactorioLockError(this.code, this.message, Object.fromEntries(given));
  }
}

/** Something that a user should know but that does not stop the command. */
export interface Warning {
  /** Stable, in capitals: `DEPRECATED_MOD`, `RELEASE_WITHDRAWN`, `RELEASE_REPLACED`, … */
  readonly code: string;
  readonly message: string;
  /** The mod that it is about, if it is about one. */
  readonly mod?: string;
}
