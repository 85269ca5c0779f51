import { dirname, relative, resolve } from "node:path";
import { type LockedMod, type Lockfile, type ModValue, modValueOf, type Requirement } from "@factorio-lock/core";
import type { LockedSource, ModSource } from "@factorio-lock/game";

/** A manifest's mods as a lockfile or a pack has them, word for word, and the lockfile that goes with them. */
export interface Restored {
  readonly mods: ReadonlyMap<string, ModValue>;
  readonly lockfile: Lockfile;
}

/**
 * The mods that a lockfile or a pack asks for, for a manifest in a folder: paths of `path` mods lead from there.
 *
 * @param root the folder of the manifest
 */
export function restored(source: ModSource, { lockfile }: LockedSource, root: string): Restored {
  const from = dirname(source.path);
  const moved = (path: string) => (from === root ? path : slashed(relative(root, resolve(from, path))));
  const requirements = new Map(
    [...lockfile.requirements].map(([name, requirement]) => [name, movedBy(requirement, moved)]),
  );
  const mods = new Map(
    [...lockfile.mods].map(([name, mod]): [string, LockedMod] =>
      mod.kind === "path" ? [name, { ...mod, path: moved(mod.path) }] : [name, mod],
    ),
  );
  return {
    mods: new Map([...requirements].map(([name, requirement]) => [name, modValueOf(requirement)])),
    lockfile: { ...lockfile, requirements, mods },
  };
}

function movedBy(requirement: Requirement, moved: (path: string) => string): Requirement {
  if (requirement.kind === "path") return { kind: "path", path: moved(requirement.path) };
  if (requirement.kind !== "refused" || requirement.remembered?.kind !== "path") return requirement;
  return { kind: "refused", remembered: { kind: "path", path: moved(requirement.remembered.path) } };
}

function slashed(path: string): string {
  const slashes = path.replaceAll("\\", "/");
  return slashes.startsWith("../") ? slashes : `./${slashes}`;
}
