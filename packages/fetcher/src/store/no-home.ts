import { FactorioLockError } from "@factorio-lock/core";

/** Whether a cache directory cannot exist because it is below `/dev/null`, the home of users without a home folder. */
export function isHomeless(directory: string): boolean {
  return /^\/dev\/null(\/|$)/.test(directory);
}

/** The error for a user without a home folder who gives no other place for the cache. */
export function noHome(cause?: Error): FactorioLockError {
  const message = "There is no folder to keep downloads in: this user has no home folder.";
  const hint = "choose a place with --cache-dir or FACTORIO_LOCK_CACHE.";
  return new FactorioLockError("FAILED", message, { hint, ...(cause === undefined ? {} : { cause }) });
}
