import { dirname, relative, resolve } from "node:path";
import { type LockedMod, type Lockfile, type ModValue, modValueOf, type Requirement } from "@factorio-lock/core";
import type { LockedSource, ModSource } from "@factorio-lock/game";

/** The requirements of a lockfile or pack, word for word, and its lockfile. */
export interface Restored {
  readonly mods: ReadonlyMap<string, ModValue>;
  readonly lockfile: Lockfile;
}

/**
 * Prepares the requirements and the lockfile of a lockfile or pack for a manifest in another folder: the paths of `path`
 * mods become relative to that folder.
 *
 * @param root the folder of the manifest
 */
export function restoreModpack(source: ModSource, { lockfile }: LockedSource, root: string): Restored {
  const from = dirname(source.path);
  const relocatePath = (path: string) => (from === root ? path : withSlashes(relative(root, resolve(from, path))));
  const requirements = new Map(
    [...lockfile.requirements].map(([name, requirement]) => [name, relocate(requirement, relocatePath)]),
  );
  const mods = new Map(
    [...lockfile.mods].map(([name, mod]): [string, LockedMod] =>
      mod.kind === "path" ? [name, { ...mod, path: relocatePath(mod.path) }] : [name, mod],
    ),
  );
  return {
    mods: new Map([...requirements].map(([name, requirement]) => [name, modValueOf(requirement)])),
    lockfile: { ...lockfile, requirements, mods },
  };
}

function relocate(requirement: Requirement, relocatePath: (path: string) => string): Requirement {
  if (requirement.kind === "path") return { kind: "path", path: relocatePath(requirement.path) };
  if (requirement.kind !== "refused" || requirement.remembered?.kind !== "path") return requirement;
  return { kind: "refused", remembered: { kind: "path", path: relocatePath(requirement.remembered.path) } };
}

function withSlashes(path: string): string {
  const slashes = path.replaceAll("\\", "/");
  return slashes.startsWith("../") ? slashes : `./${slashes}`;
}
