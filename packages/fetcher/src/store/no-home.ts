import { FactorioLockError } from "@factorio-lock/core";

/** Whether a cache's folder is none: it stands below `/dev/null`, the home of a user who has no home. */
export function isHomeless(directory: string): boolean {
  return /^\/dev\/null(\/|$)/.test(directory);
}

/** The error for a user who has no home folder and names no other place for the cache. */
export function noHome(cause?: Error): FactorioLockError {
  const message = "There is no folder to keep downloads in: this user has no home folder.";
  const hint = "choose a place with --cache-dir or FACTORIO_LOCK_CACHE.";
  return new FactorioLockError("FAILED", message, { hint, ...(cause === undefined ? {} : { cause }) });
}
