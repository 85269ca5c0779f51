import {
  FactorioLockError,
  formatLockfile,
  hasConflictMarkers,
  type Lockfile,
  mergeConflict,
  parseLockfile,
} from "@factorio-lock/core";
import { LOCKFILE_NAME, type Place } from "./place.ts";
import { readText } from "./read-text.ts";
import { unquoted } from "./unquoted.ts";

/** A lockfile on disk. */
export interface LockOnDisk {
  readonly text: string;
  readonly lockfile: Lockfile;
  /** Whether git left both sides of a conflict in it: then `lockfile` holds what to prefer, not an answer. */
  readonly conflicted: boolean;
}

/**
 * Reads the lockfile; undefined if there is none.
 *
 * @throws FactorioLockError LOCKFILE_INVALID.
 */
export async function readLock(place: Place): Promise<LockOnDisk | undefined> {
  const text = await readText(place.lockfilePath, "LOCKFILE_INVALID");
  if (text === undefined) return undefined;
  const conflicted = hasConflictMarkers(text);
  const lockfile = await unquoted(place.root, place.lockfilePath, () =>
    conflicted ? mergeConflict(text, LOCKFILE_NAME) : parseLockfile(text, LOCKFILE_NAME),
  );
  return { text, lockfile, conflicted };
}

/**
 * Reads the lockfile of a command that cannot do without one.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID, LOCKFILE_STALE if git left a conflict in it.
 */
export async function demandLock(place: Place): Promise<LockOnDisk> {
  const lock = await readLock(place);
  if (!lock) throw lockfileMissing(place);
  if (lock.conflicted) throw lockfileConflicted();
  return lock;
}

/**
 * The lockfile's new text; undefined if it stays. The one that was read stays as it is, also where this program would
 * word it otherwise.
 */
export function newLockText(before: LockOnDisk | undefined, after: Lockfile): string | undefined {
  if (after === before?.lockfile) return undefined;
  const text = formatLockfile(after);
  return text === before?.text ? undefined : text;
}

/** The error for a lockfile that is demanded and not there. */
export function lockfileMissing(place: Place): FactorioLockError {
  return new FactorioLockError("LOCKFILE_MISSING", `There is no ${LOCKFILE_NAME} in ${place.root}.`, {
    hint: "run `factorio-lock lock` to write it, and commit it together with mods.yaml.",
  });
}

/** The error for a lockfile with both sides of a git conflict, where no answer may be sought. */
export function lockfileConflicted(): FactorioLockError {
  return new FactorioLockError("LOCKFILE_STALE", `${LOCKFILE_NAME} holds both sides of a git conflict.`, {
    hint: "run `factorio-lock lock`: it merges both sides and solves again.",
  });
}
