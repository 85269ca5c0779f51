import { FactorioLockError, nearest } from "@factorio-lock/core";
import { MANIFEST_NAME } from "../project/place.ts";
import type { Project } from "../project/project.ts";

/** So many names stand in a hint. */
const MOST_NAMES = 6;

/** @throws FactorioLockError MOD_NOT_FOUND where the manifest has no such mod, with what may have been meant. */
export function demandInManifest({ manifest }: Project, locked: boolean, name: string): void {
  if (manifest.mods.has(name)) return;
  const near = nearest(name, manifest.mods.keys());
  const hint = locked
    ? `other mods brought it: \`factorio-lock why ${name}\` shows which. \`factorio-lock add ${name}@false\` keeps it out.`
    : near.length > 0
      ? `did you mean ${near.join(" or ")}?`
      : `${MANIFEST_NAME} has ${someOf([...manifest.mods.keys()])}.`;
  throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in ${MANIFEST_NAME}.`, { hint });
}

/** Names in a list, the first few of many; switched off or on, so that none of `list` and `tree` shows them all. */
function someOf(names: readonly string[]): string {
  if (names.length === 0) return "no mods yet";
  const told = names.slice(0, MOST_NAMES);
  const more = names.length - told.length;
  return more > 0 ? `${told.join(", ")} and ${more} more` : told.join(", ");
}
