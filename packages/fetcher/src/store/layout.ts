import { join } from "node:path";
import { FactorioLockError, parseSha1, type Sha1 } from "@factorio-lock/core";

/** The version of the layout below a store's directory: another layout gets another folder next to it. */
const LAYOUT = "v1";

/** The folder of the layout: everything that a store writes lies in it. */
export function layoutRoot(directory: string): string {
  return join(directory, LAYOUT);
}

/** The folder of the finished archives. */
export function archivesFolder(directory: string): string {
  return join(directory, LAYOUT, "archives");
}

/** The folder of the downloads that are under way or were interrupted. */
export function partialFolder(directory: string): string {
  return join(directory, LAYOUT, "partial");
}

/**
 * Where the archive of a SHA-1 lies in a store: `v1/archives/ab/cdef….zip`. Nothing else that the portal or a lockfile
 * says becomes part of a path. Source: contract section 6.
 *
 * @throws FactorioLockError `UNSAFE_NAME` when `sha1` is not 40 hex digits
 */
export function archivePath(directory: string, sha1: Sha1): string {
  const safe = checkedSha1(sha1);
  return join(archivesFolder(directory), safe.slice(0, 2), `${safe.slice(2)}.zip`);
}

/** A SHA-1, checked again at the place where it becomes a path. */
function checkedSha1(sha1: string): Sha1 {
  const safe = parseSha1(sha1);
  if (safe === undefined) {
    throw new FactorioLockError("UNSAFE_NAME", `${JSON.stringify(sha1.slice(0, 100))} is not a SHA-1.`);
  }
  return safe;
}
