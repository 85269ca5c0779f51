import { FactorioLockError } from "@factorio-lock/core";
import { ignoreMissing } from "@factorio-lock/disk";
import type { ArchiveExtras } from "@factorio-lock/game";

/**
 * For `.catch()` after reading an archive's extras: returns none if the archive is missing or its extras are damaged.
 * Rethrows system errors, so that they are not mistaken for (and cached as) missing extras.
 */
export function ignoreBadExtras(error: unknown): ArchiveExtras {
  if (!(error instanceof FactorioLockError)) ignoreMissing(error);
  return {};
}
