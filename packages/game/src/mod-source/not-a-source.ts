import { FactorioLockError } from "@factorio-lock/core";

/** The kinds that can be read, for hints. */
const SOURCES =
  "a mod directory, a mod-list.json, a save, a factorio-current.log, a server folder, a metapackage, a mods.lock, a pack file or a mod pack of Clusterio";

/** The error for a file or folder that names no mods: `PATH FAULT.` */
export function notASource(path: string, fault: string, cause?: unknown): FactorioLockError {
  return new FactorioLockError("FAILED", `${path} ${fault}.`, {
    hint: `name ${SOURCES}.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
