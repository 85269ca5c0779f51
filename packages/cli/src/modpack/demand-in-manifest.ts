import { FactorioLockError, nearest } from "@factorio-lock/core";
import { MANIFEST_NAME } from "../project/place.ts";
import type { Project } from "../project/project.ts";

/** The maximum number of names in a hint. */
const MAX_NAMES = 6;

/** @throws FactorioLockError MOD_NOT_FOUND if the manifest does not name the mod. The hint says what to do if it is locked anyway, or else gives
 * similar names, or else the first names of the manifest. */
export function demandInManifest({ manifest }: Project, locked: boolean, name: string): void {
  if (manifest.mods.has(name)) return;
  const near = nearest(name, manifest.mods.keys());
  const hint = locked
    ? `other mods brought it: \`factorio-lock why ${name}\` shows which. \`factorio-lock add ${name}@false\` keeps it out.`
    : near.length > 0
      ? `did you mean ${near.join(" or ")}?`
      : `${MANIFEST_NAME} has ${firstNames([...manifest.mods.keys()])}.`;
  throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in ${MANIFEST_NAME}.`, { hint });
}

/** The first few names, including those of disabled mods, which `list` does not show. */
function firstNames(names: readonly string[]): string {
  if (names.length === 0) return "no mods yet";
  const shown = names.slice(0, MAX_NAMES);
  const more = names.length - shown.length;
  return more > 0 ? `${shown.join(", ")} and ${more} more` : shown.join(", ");
}
