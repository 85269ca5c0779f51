import {
  type DependencyKind,
  dependencyStrings,
  isDemand,
  isUnreadable,
  type Lockfile,
  parseDependency,
} from "@factorio-lock/core";

/** The locked mods that demand or recommend a mod, in name order. */
export function neededBy(lockfile: Lockfile, name: string): string[] {
  return named(lockfile, name, (kind) => isDemand(kind) || kind === "recommended");
}

/** Whether a locked mod demands a mod; one that is only recommended could go. */
export function isDemanded(lockfile: Lockfile, name: string): boolean {
  return named(lockfile, name, isDemand).length > 0;
}

function named(lockfile: Lockfile, name: string, counts: (kind: DependencyKind) => boolean): string[] {
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
