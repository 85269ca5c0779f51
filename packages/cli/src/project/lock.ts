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
import { withoutQuoting } from "./without-quoting.ts";

/** A lockfile on disk. */
export interface LockOnDisk {
  readonly text: string;
  readonly lockfile: Lockfile;
  /** Whether it has git's conflict markers: then `lockfile` merges both sides, to prefer their releases when solving. */
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
  const lockfile = await withoutQuoting(place.root, place.lockfilePath, () =>
    conflicted ? mergeConflict(text, LOCKFILE_NAME) : parseLockfile(text, LOCKFILE_NAME),
  );
  return { text, lockfile, conflicted };
}

/**
 * Reads the lockfile for a command that needs one.
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
 * The lockfile's new text; undefined if it stays. An unchanged lockfile keeps its text, even if this program would format
 * it differently.
 */
export function newLockText(before: LockOnDisk | undefined, after: Lockfile): string | undefined {
  if (after === before?.lockfile) return undefined;
  const text = formatLockfile(after);
  return text === before?.text ? undefined : text;
}

/** The error for a required lockfile that is missing. */
export function lockfileMissing(place: Place): FactorioLockError {
  return new FactorioLockError("LOCKFILE_MISSING", `There is no ${LOCKFILE_NAME} in ${place.root}.`, {
    hint: "run `factorio-lock lock` to write it, and commit it together with mods.yaml.",
  });
}

/** The error for a lockfile with both sides of a git conflict that must not be solved again here. */
export function lockfileConflicted(): FactorioLockError {
  return new FactorioLockError("LOCKFILE_STALE", `${LOCKFILE_NAME} holds both sides of a git conflict.`, {
    hint: "run `factorio-lock lock`: it merges both sides and solves again.",
  });
}
