import { compareNames } from "../mod/mod-name.ts";
import { conflictSides } from "../text/conflict.ts";
import { compareVersions, type Version } from "../version/version.ts";
import type { LockedMod, Lockfile } from "./lockfile.ts";
import { parseLockfile } from "./parse-lockfile.ts";

/**
 * Merges the two sides of a lockfile with git's conflict markers: every mod of either side, at the newer of two
 * versions. The result only says which versions a new solve should prefer: it may have mods that nothing asks for, or
 * that do not fit together. Source: docs/lockfile.md, "Merge conflicts".
 *
 * @throws FactorioLockError `LOCKFILE_INVALID` if one side is not a lockfile.
 */
export async function mergeConflict(text: string, file: string): Promise<Lockfile> {
  const { ours, theirs } = conflictSides(text);
  return mergeLockfiles(
    await parseLockfile(ours, `${file} (our side)`),
    await parseLockfile(theirs, `${file} (their side)`),
  );
}

/** The union of two lockfiles. For an entry in both, the newer version; for one without a version, ours. */
export function mergeLockfiles(ours: Lockfile, theirs: Lockfile): Lockfile {
  const newerGame = theirs.factorio.packed > ours.factorio.packed ? theirs.factorio : ours.factorio;
  return {
    factorio: newerGame,
    minimumFactorio: newerVersion(ours.minimumFactorio, theirs.minimumFactorio),
    expansion: ours.expansion || theirs.expansion,
    ...mergeGame(ours, theirs),
    requirements: union(ours.requirements, theirs.requirements, (our) => our),
    builtin: [...new Set([...ours.builtin, ...theirs.builtin])].sort(compareNames),
    mods: union(ours.mods, theirs.mods, newerMod),
  };
}

function mergeGame({ game: our }: Lockfile, { game: their }: Lockfile): Pick<Lockfile, "game"> {
  const game = our && their ? (compareVersions(our.version, their.version) >= 0 ? our : their) : (our ?? their);
  return game ? { game } : {};
}

function newerVersion(ours: Version | undefined, theirs: Version | undefined): Version | undefined {
  if (!ours || !theirs) return ours ?? theirs;
  return compareVersions(ours, theirs) >= 0 ? ours : theirs;
}

function newerMod(ours: LockedMod, theirs: LockedMod): LockedMod {
  return compareVersions(ours.version, theirs.version) >= 0 ? ours : theirs;
}

function union<Value>(
  ours: ReadonlyMap<string, Value>,
  theirs: ReadonlyMap<string, Value>,
  choose: (ours: Value, theirs: Value) => Value,
): Map<string, Value> {
  const all = new Map(ours);
  for (const [name, value] of theirs) {
    const other = all.get(name);
    all.set(name, other === undefined ? value : choose(other, value));
  }
  return new Map([...all].sort(([a], [b]) => compareNames(a, b)));
}
