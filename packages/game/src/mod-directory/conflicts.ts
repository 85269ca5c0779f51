import { join } from "node:path";
import { type Conflict, FactorioLockError, type InstallPlan } from "@factorio-lock/core";
import { refuseIrreplaceable } from "@factorio-lock/disk";
import { controlOf } from "./control.ts";

/**
 * Throws if files that this program did not place are in the way of a plan.
 *
 * @throws FactorioLockError `FAILED`, with a sentence for each in `explanation`
 */
export function refuseConflicts(
  directory: string,
  { conflicts, modListChanges }: Pick<InstallPlan, "conflicts" | "modListChanges">,
): void {
  if (modListChanges) refuseIrreplaceable([join(controlOf(directory).directory, "mod-list.json")]);
  if (conflicts.length === 0) return;
  const explanation = conflicts.map(describeConflict);
  const isTwin = conflicts.every(({ kind }) => kind === "same-file");
  const hint = isTwin
    ? "remove one of the two mods from mods.yaml, or use a disk whose file names are case-sensitive."
    : "move it elsewhere, or install with --prune, which moves everything that is not locked to a folder next to it; a folder that you work on can be locked as a path mod.";
  const message = `Nothing was installed, as files of others are in the way in ${directory}:\n${explanation.join("\n")}`;
  throw new FactorioLockError("FAILED", message, { hint, explanation });
}

function describeConflict({ mod, fileName, kind }: Conflict): string {
  switch (kind) {
    case "other-content":
      return `${fileName} is not the file that is locked for ${mod}, and factorio-lock did not place it.`;
    case "shadows":
      return `${fileName} would be loaded by the game instead of the locked ${mod}.`;
    case "same-file":
      return `${fileName} (${mod}) and another locked mod differ only in case: on this disk they are one file.`;
  }
}
