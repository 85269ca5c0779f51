import { FactorioLockError } from "@factorio-lock/core";
import type { ArchiveExtras } from "@factorio-lock/game";
import { unlessGone } from "./unless-gone.ts";

/**
 * For what reading the extras of an archive fails with: none, where the archive is gone or its extras are damaged. A failure
 * of the system is thrown on: it must not be taken for their absence, and remembered.
 */
export function nothingIn(error: unknown): ArchiveExtras {
  if (!(error instanceof FactorioLockError)) unlessGone(error);
  return {};
}
