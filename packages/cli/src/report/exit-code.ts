import type { ErrorCode } from "@factorio-lock/core";

/** The exit code of each failure. Source: contract section 5. */
export const EXIT_CODES: Readonly<Record<ErrorCode, number>> = {
  FAILED: 1,
  BUSY: 1,
  USAGE: 2,
  MANIFEST_NOT_FOUND: 2,
  MANIFEST_INVALID: 2,
  LOCKFILE_INVALID: 2,
  MOD_NOT_FOUND: 3,
  NO_SOLUTION: 3,
  TOO_HARD: 3,
  AUTH_REQUIRED: 4,
  AUTH_REJECTED: 4,
  LOCKFILE_STALE: 5,
  LOCKFILE_MISSING: 5,
  VERIFY_FAILED: 5,
  CHECKSUM_MISMATCH: 6,
  BAD_ARCHIVE: 6,
  UNSAFE_NAME: 6,
  PORTAL_UNREACHABLE: 7,
  PORTAL_ERROR: 7,
  OFFLINE: 7,
  INTERNAL: 70,
  INTERRUPTED: 130,
};
