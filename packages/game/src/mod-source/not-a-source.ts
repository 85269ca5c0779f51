import { FactorioLockError } from "@factorio-lock/core";

/** The readable kinds of sources, for hints. */
const SOURCES =
  "a mod directory, a mod-list.json, a save, a factorio-current.log, a server folder, a metapackage, a mods.lock, a pack file or a mod pack of Clusterio";

/** The error for a file or folder that is not a mod source; its message is `PATH FAULT.` */
export function notASource(path: string, fault: string, cause?: unknown): FactorioLockError {
  return new FactorioLockError("FAILED", `${path} ${fault}.`, {
    hint: `give ${SOURCES}.`,
    ...(cause === undefined ? {} : { cause }),
  });
}
