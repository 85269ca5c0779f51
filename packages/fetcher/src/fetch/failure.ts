import { type ErrorCode, FactorioLockError } from "@factorio-lock/core";
import { PortalError } from "@factorio-lock/portal";
import type { ArchiveRequest } from "./archive-request.ts";

/** An archive that did not come, and why. */
export interface Failure {
  readonly archive: ArchiveRequest;
  readonly error: FactorioLockError;
}

/** Worst first: what points at an attack or a defect, what stops everything, then what may pass by itself. */
const WORST: readonly ErrorCode[] = [
  "CHECKSUM_MISMATCH",
  "BAD_ARCHIVE",
  "UNSAFE_NAME",
  "FAILED",
  "AUTH_REJECTED",
  "AUTH_REQUIRED",
  "PORTAL_ERROR",
  "PORTAL_UNREACHABLE",
  "OFFLINE",
];

/**
 * All failures in one error: the code and hint of the worst, and a line for each archive.
 *
 * @param wanted how many archives were asked for
 */
export function allFailures(failures: readonly Failure[], wanted: number): FactorioLockError {
  const sorted = failures.toSorted((a, b) => rank(a.error.code) - rank(b.error.code));
  const [worst] = sorted as [Failure, ...Failure[]];
  const { code, message, hint } = worst.error;
  const details = { cause: worst.error, ...(hint === undefined ? {} : { hint }) };
  if (failures.length === 1) return new FactorioLockError(code, `${worst.archive.fileName}: ${message}`, details);
  return new FactorioLockError(code, `${failures.length} of ${wanted} archives did not come.`, {
    ...details,
    explanation: sorted.map(({ archive, error }) => `${archive.fileName}: ${error.message}`),
  });
}

function rank(code: ErrorCode): number {
  const at = WORST.indexOf(code);
  return at < 0 ? WORST.length : at;
}

/** The portal does not have the archive any more. */
export function withdrawn({ name, version }: ArchiveRequest, error: PortalError): FactorioLockError {
  return new FactorioLockError("PORTAL_ERROR", `The mod portal has no ${name} ${version.text} any more (404).`, {
    hint: `its author may have taken it back: "factorio-lock update ${name}" moves to another release, if there is one`,
    cause: error,
  });
}

/** The bytes are not those that the lockfile names. */
export function wrongSum(archive: ArchiveRequest, actual: string): FactorioLockError {
  return new FactorioLockError("CHECKSUM_MISMATCH", `Its SHA-1 is ${actual}, the lockfile says ${archive.sha1}.`, {
    hint: "the archive was changed on its way, or replaced on the portal: do not use it, and try again later or from another network",
  });
}

/** A web page came in the place of an archive. */
export function webPage(kind: "sign-in" | "other"): PortalError {
  if (kind === "sign-in") {
    return new PortalError("AUTH_REJECTED", "The mod portal sent its sign-in page instead of the archive.", {
      hint: "run factorio-lock login, or check FACTORIO_USERNAME and FACTORIO_TOKEN",
    });
  }
  return new PortalError("PORTAL_ERROR", "A web page came instead of the archive.", {
    hint: "does this network want you to sign in first, in a web browser? then do so and try again",
  });
}

/** The server sends what cannot be used, and would send it again. */
export function badAnswer(fault: string): PortalError {
  return new PortalError("PORTAL_ERROR", `The mod portal's answer cannot be used: ${fault}.`, {
    hint: "a proxy or virus scanner may stand between; check the proxy settings and the portal's address, and try again",
  });
}

/** The transfer went wrong in a way that another try may mend. */
export function brokenTransfer(fault: string): PortalError {
  return new PortalError("PORTAL_UNREACHABLE", `The download broke: ${fault}.`, {
    hint: "check the network connection and try again: the download goes on where it stopped",
    transient: true,
  });
}

/** Something is not in the store, and the network may not be used. */
export function missingOffline(): FactorioLockError {
  return new FactorioLockError("OFFLINE", "It is not in the store, and nothing may be downloaded offline.", {
    hint: "run the command once without --offline",
  });
}
