import { lstatSync } from "node:fs";
import { join } from "node:path";
import { type DirectoryMod, FactorioLockError, type InstallPlan } from "@factorio-lock/core";
import { isStill } from "@factorio-lock/disk";
import { fingerprint } from "./fingerprint.ts";

/**
 * Ends an install whose plan no longer fits: while archives were downloaded, something that stays, goes or is replaced
 * was changed. What is to go may be gone already; what is to be set aside may be anything.
 *
 * @throws FactorioLockError `FAILED`, with the file
 */
export function refuseChanged(directory: string, { keep, link, remove }: InstallPlan): void {
  for (const { present } of keep) if (!isAsPlanned(present)) throw changed(present.fileName);
  for (const { mod, replaces } of link) {
    if (replaces ? !isAsPlanned(replaces) : exists(join(directory, mod.fileName))) throw changed(mod.fileName);
  }
  for (const mod of remove) if (exists(mod.path) && !isAsPlanned(mod)) throw changed(mod.fileName);
}

/** A copied folder is looked through again: what somebody began to do in it shows nowhere else. */
function isAsPlanned({ path, stamp, kind, fingerprint: planned }: DirectoryMod): boolean {
  return isStill(path, stamp) && (kind === "archive" || planned === undefined || fingerprint(path) === planned);
}

function exists(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function changed(fileName: string): FactorioLockError {
  const message = `${fileName} in the mod directory was changed by another program during the install.`;
  return new FactorioLockError("FAILED", `${message} Nothing was installed.`, { hint: "run the command again." });
}
