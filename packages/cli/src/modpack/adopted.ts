import { realpathSync } from "node:fs";
import {
  type Lockfile,
  lockedReleases,
  type ModInfo,
  type ModValue,
  modValueOf,
  type Release,
  type Requirement,
  rangeHas,
  type WantedValue,
} from "@factorio-lock/core";
import type { ModSource, SourceMod } from "@factorio-lock/game";
import type { Project } from "../project/project.ts";
import type { ImportedMod } from "../result/source.ts";
import { exactVersion } from "./exact-version.ts";
import { valueOf } from "./imported-mods.ts";

/** Whether a source is the mod directory of the modpack itself, which the game may have changed. */
export function isOwnDirectory({ kind, path }: ModSource, { modDirectory }: Project): boolean {
  if (kind !== "mod-directory") return false;
  try {
    return realpathSync(path) === realpathSync(modDirectory);
  } catch {
    return false;
  }
}

/** A modpack that takes over what the game changed in its own mod directory. */
export interface Adoption {
  readonly source: ModSource;
  readonly project: Project;
  readonly before: Lockfile | undefined;
}

/**
 * The requirements for the mods that are enabled in the mod directory. A mod keeps its requirement if that allows the
 * version there; a mod that only others need gets none.
 */
export function adoptedMods(
  { source, project, before }: Adoption,
  taken: readonly ImportedMod[],
): [string, WantedValue][] {
  const present = new Map(source.mods.map((mod) => [mod.name, mod]));
  return taken.flatMap((mod): [string, WantedValue][] => {
    const requirement = project.manifest.mods.get(mod.name);
    const isNeeded = before?.mods.has(mod.name) || before?.builtin.includes(mod.name);
    if (requirement === undefined && isNeeded) return [];
    return [[mod.name, adoptedValue(requirement, mod, present.get(mod.name))]];
  });
}

/** The manifest's mods that are switched off in the mod directory, as `enabled: false`. */
export function switchedOff({ source, project }: Adoption): [string, ModValue][] {
  return source.off.flatMap((name): [string, ModValue][] => {
    const requirement = project.manifest.mods.get(name);
    if (requirement === undefined) return [];
    const value = modValueOf(requirement);
    return [[name, requirement.kind === "refused" ? value : { wanted: value as WantedValue, enabled: false }]];
  });
}

function adoptedValue(asked: Requirement | undefined, taken: ImportedMod, mod: SourceMod | undefined): WantedValue {
  const requirement = asked?.kind === "refused" ? asked.remembered : asked;
  if (requirement?.kind === "path") return { path: requirement.path };
  const version = mod?.version;
  if (version === undefined || taken.path !== undefined) return requirement?.range.text ?? valueOf(taken);
  if (requirement && rangeHas(requirement.range, version.packed)) return requirement.range.text;
  return exactVersion(requirement) === undefined ? `>= ${taken.range}` : taken.range;
}

/** The releases in a mod directory, which the solver prefers. A version that is locked already keeps its locked release. */
export function adoptedReleases(
  { source, before }: Adoption,
  infos: ReadonlyMap<string, ModInfo> | undefined,
): ReadonlyMap<string, Release> {
  const releases = new Map(before ? lockedReleases(before) : []);
  for (const { name, version } of source.mods) {
    if (!version || releases.get(name)?.version.packed === version.packed) continue;
    const listed = infos?.get(name)?.releases.filter((release) => release.version.packed === version.packed) ?? [];
    const newest = listed.toSorted((a, b) => Date.parse(a.releasedAt) - Date.parse(b.releasedAt)).at(-1);
    if (newest) releases.set(name, newest);
  }
  return releases;
}
