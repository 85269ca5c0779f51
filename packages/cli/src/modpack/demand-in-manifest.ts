import { FactorioLockError, nearest } from "@factorio-lock/core";
import { MANIFEST_NAME } from "../project/place.ts";
import type { Project } from "../project/project.ts";

/** @throws FactorioLockError MOD_NOT_FOUND where the manifest has no such mod, with what may have been meant. */
export function demandInManifest({ manifest }: Project, locked: boolean, name: string): void {
  if (manifest.mods.has(name)) return;
  const near = nearest(name, manifest.mods.keys());
  const hint = locked
    ? `other mods brought it: \`factorio-lock why ${name}\` shows which. \`factorio-lock add ${name}@false\` keeps it out.`
    : near.length > 0
      ? `did you mean ${near.join(" or ")}?`
      : "`factorio-lock list` shows the mods that are there.";
  throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in ${MANIFEST_NAME}.`, { hint });
}
