import {
  type DependencyKind,
  dependencyStrings,
  isDemand,
  isUnreadable,
  type Lockfile,
  parseDependency,
} from "@factorio-lock/core";

/** The locked mods that require or recommend a mod, in name order. */
export function neededBy(lockfile: Lockfile, name: string): string[] {
  return dependents(lockfile, name, (kind) => isDemand(kind) || kind === "recommended");
}

/** Whether a locked mod requires a mod; a recommendation does not count. */
export function isDemanded(lockfile: Lockfile, name: string): boolean {
  return dependents(lockfile, name, isDemand).length > 0;
}

function dependents(lockfile: Lockfile, name: string, counts: (kind: DependencyKind) => boolean): string[] {
  return [...lockfile.mods]
    .filter(([other, mod]) =>
      dependencyStrings(mod).some((text) => {
        const dependency = parseDependency(text);
        if (isUnreadable(dependency) || dependency.name !== name || other === name) return false;
        return counts(dependency.kind);
      }),
    )
    .map(([other]) => other);
}
