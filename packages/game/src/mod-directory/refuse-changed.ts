import { lstatSync } from "node:fs";
import { join } from "node:path";
import { type DirectoryMod, FactorioLockError, type InstallPlan } from "@factorio-lock/core";
import { isStill } from "@factorio-lock/disk";
import { fingerprint } from "./fingerprint.ts";

/**
 * Throws if a mod that is kept, removed or replaced was changed since the plan was made, such as while archives were
 * downloaded. A mod to remove may be gone already; files to set aside are not checked.
 *
 * @throws FactorioLockError `FAILED`, naming the file
 */
export function refuseChanged(directory: string, { keep, link, remove }: InstallPlan): void {
  for (const { present } of keep) if (!isAsPlanned(present)) throw changed(present.fileName);
  for (const { mod, replaces } of link) {
    if (replaces ? !isAsPlanned(replaces) : exists(join(directory, mod.fileName))) throw changed(mod.fileName);
  }
  for (const mod of remove) if (exists(mod.path) && !isAsPlanned(mod)) throw changed(mod.fileName);
}

/**
 * Whether a mod is as planned. A copied folder is fingerprinted again, because an edit inside it does not change its
 * stamp.
 */
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
