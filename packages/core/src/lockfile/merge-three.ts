import type { Requirement } from "../manifest/manifest.ts";
import { compareNames } from "../mod/mod-name.ts";
import { mergeTables } from "../text/merge-values.ts";
import { compareVersions } from "../version/version.ts";
import type { LockedMod, Lockfile } from "./lockfile.ts";
import { mergeLockfiles } from "./merge-lockfiles.ts";

/** The outcome of merging two lockfiles with a common ancestor. */
export interface LockMerge {
  /** The merged requirements, and the versions that a new solve should prefer; its mods may not fit together. */
  readonly lockfile: Lockfile;
  /** Entries that both sides changed differently: `factorio`, `expansion`, or a mod's name. */
  readonly conflicts: readonly string[];
}

/**
 * Merges two lockfiles with a common ancestor: the requirements key by key, and for each mod the release that one side
 * changed it to, or the newer one if both did. Different releases are no conflict, since they are only preferences;
 * different entries of a `path` mod are.
 *
 * @param base undefined if the lockfile is new on both sides
 */
export function mergeLockfileSides(base: Lockfile | undefined, ours: Lockfile, theirs: Lockfile): LockMerge {
  const game = mergeTables(gameTable(base), gameTable(ours), gameTable(theirs), (a, b) => a === b);
  const requirements = mergeTables<Requirement>(
    base?.requirements ?? new Map(),
    ours.requirements,
    theirs.requirements,
    isSame,
  );
  const mods = mergeTables<LockedMod>(base?.mods ?? new Map(), ours.mods, theirs.mods, isSame);
  const union = mergeLockfiles(ours, theirs);
  const merged = new Map(mods.merged);
  const pathConflicts: string[] = [];
  for (const name of mods.conflicts) {
    const [our, their] = [ours.mods.get(name), theirs.mods.get(name)];
    if (our?.kind === "path" || their?.kind === "path") pathConflicts.push(name);
    const newer = our && their ? (compareVersions(our.version, their.version) >= 0 ? our : their) : (our ?? their);
    if (newer) merged.set(name, newer);
  }
  const factorio = game.merged.get("factorio") === theirs.factorio.text ? theirs.factorio : ours.factorio;
  return {
    lockfile: {
      ...union,
      factorio,
      expansion: game.merged.get("expansion") === "true",
      requirements: sortByName(requirements.merged),
      mods: sortByName(merged),
    },
    conflicts: [...new Set([...game.conflicts, ...requirements.conflicts, ...pathConflicts])],
  };
}

function gameTable(lockfile: Lockfile | undefined): Map<string, string> {
  if (lockfile === undefined) return new Map();
  return new Map([
    ["factorio", lockfile.factorio.text],
    ["expansion", String(lockfile.expansion)],
  ]);
}

function isSame(a: Requirement | LockedMod, b: Requirement | LockedMod): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

function sortByName<Value>(table: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map([...table].sort(([a], [b]) => compareNames(a, b)));
}
