import type { Change } from "./solver/request/change.ts";

/** The stable codes of every failure that a user can meet. Source: docs/commands.md, "JSON". */
export type ErrorCode =
  /** The command line cannot be understood, or a value in it is of the wrong kind. */
  | "USAGE"
  /** There is no `mods.yaml` in the folder or above it. */
  | "MANIFEST_NOT_FOUND"
  /** `mods.yaml` cannot be read; the message has file, line and column. */
  | "MANIFEST_INVALID"
  /** `mods.lock` cannot be read, or is of a newer factorio-lock. */
  | "LOCKFILE_INVALID"
  /** `mods.lock` no longer holds for `mods.yaml`, where it must not change. */
  | "LOCKFILE_STALE"
  /** There is no `mods.lock`, where one is demanded. */
  | "LOCKFILE_MISSING"
  /** The mod portal knows no mod of that name; all such names are told at once, with near ones. */
  | "MOD_NOT_FOUND"
  /** No releases of the mods fit together; it is explained why, with checked ways out. */
  | "NO_SOLUTION"
  /** No answer was found within the step budget: neither an answer nor that there is none. */
  | "TOO_HARD"
  /** A download needs the account of an owner of the game, and none was found. */
  | "AUTH_REQUIRED"
  /** The mod portal refuses the user name and token, or shows a sign-in page. */
  | "AUTH_REJECTED"
  /** A file is not the one that was locked. */
  | "CHECKSUM_MISMATCH"
  /** An archive, or a save, cannot be read, or is of another mod or version than it should be. */
  | "BAD_ARCHIVE"
  /** A name, version or file name from outside cannot be made a path safely. */
  | "UNSAFE_NAME"
  /** No connection to the mod portal, or none that lasts. */
  | "PORTAL_UNREACHABLE"
  /** The mod portal answers with an error, or with something that makes no sense. */
  | "PORTAL_ERROR"
  /** Something is missing that only the network could bring, with `--offline`. */
  | "OFFLINE"
  /** Another factorio-lock is at work on the same mod directory. */
  | "BUSY"
  /** The disk, permissions, an address in use, files of others in the way: what has no code of its own. */
  | "FAILED"
  /** The mod directory is not what is locked. */
  | "VERIFY_FAILED"
  /** `mods.yaml` names a mod directory outside its folder, which nobody at this machine has allowed. */
  | "NOT_TRUSTED"
  /** The mod directory holds other things and looks like no mod directory; nothing was touched. */
  | "NOT_A_MOD_DIRECTORY"
  /** The mod portal has other bytes under a locked version than were locked. */
  | "RELEASE_CHANGED"
  /** No game was found on this machine, or not where it was said to be. */
  | "GAME_NOT_FOUND"
  /** No game on this machine can play what is locked. */
  | "GAME_MISMATCH"
  /** Stopped, for example by Ctrl-C. */
  | "INTERRUPTED"
  /** A defect of factorio-lock. */
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
