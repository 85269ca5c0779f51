import {
  describeStaleReason,
  FactorioLockError,
  type Lockfile,
  type Manifest,
  type StaleReason,
  staleReasons,
} from "@factorio-lock/core";
import { LOCKFILE_NAME } from "../project/place.ts";
import type { Facts } from "./solve.ts";

/** Why a lockfile is out of date for its manifest on this machine; empty if it is not. */
export function reasonsOf(manifest: Manifest, lockfile: Lockfile, facts: Facts): StaleReason[] {
  const { pathMods, installed } = facts;
  return staleReasons(manifest, lockfile, { pathMods, ...(installed ? { installed } : {}) });
}

/** The error for an out-of-date lockfile that must not be changed. */
export function lockfileStale(reasons: readonly StaleReason[], hint: string): FactorioLockError {
  const sentences = reasons.map(describeStaleReason);
  if (sentences.length === 1) {
    return new FactorioLockError("LOCKFILE_STALE", `${LOCKFILE_NAME} is out of date. ${sentences[0]}`, { hint });
  }
  return new FactorioLockError("LOCKFILE_STALE", `${LOCKFILE_NAME} is out of date.`, { hint, explanation: sentences });
}
