import { join } from "node:path";
import { FactorioLockError, parseSha1, type Sha1 } from "@factorio-lock/core";

/** The version of the layout of a store's directory. Another version gets another folder next to it. */
const LAYOUT = "v1";

/** The folder that contains everything a store writes. */
export function layoutRoot(directory: string): string {
  return join(directory, LAYOUT);
}

/** The folder of complete archives. */
export function archivesFolder(directory: string): string {
  return join(directory, LAYOUT, "archives");
}

/** The folder of unfinished downloads, running or interrupted. */
export function partialFolder(directory: string): string {
  return join(directory, LAYOUT, "partial");
}

/**
 * The path of the archive with a SHA-1: `v1/archives/ab/cdef….zip`. Nothing else from the portal or a lockfile becomes
 * part of a path. Source: docs/store.md, "Layout".
 *
 * @throws FactorioLockError `UNSAFE_NAME` if `sha1` is not 40 hex digits
 */
export function archivePath(directory: string, sha1: Sha1): string {
  const safe = checkedSha1(sha1);
  return join(archivesFolder(directory), safe.slice(0, 2), `${safe.slice(2)}.zip`);
}

/** Validates a SHA-1 again right before it becomes a path. */
function checkedSha1(sha1: string): Sha1 {
  const safe = parseSha1(sha1);
  if (safe === undefined) {
    throw new FactorioLockError("UNSAFE_NAME", `${JSON.stringify(sha1.slice(0, 100))} is not a SHA-1.`);
  }
  return safe;
}
