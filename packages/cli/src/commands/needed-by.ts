import { dependencyStrings, isDemand, isUnreadable, type Lockfile, parseDependency } from "@factorio-lock/core";

/** The locked mods that demand or recommend a mod, in name order. */
export function neededBy(lockfile: Lockfile, name: string): string[] {
  return [...lockfile.mods]
    .filter(([other, mod]) =>
      dependencyStrings(mod).some((text) => {
        const dependency = parseDependency(text);
        if (isUnreadable(dependency) || dependency.name !== name || other === name) return false;
        return isDemand(dependency.kind) || dependency.kind === "recommended";
      }),
    )
    .map(([other]) => other);
}
