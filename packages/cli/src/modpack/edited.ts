import type { Lockfile } from "@factorio-lock/core";
import { LOCKFILE_NAME } from "../project/place.ts";
import type { Project } from "../project/project.ts";
import type { ChangeResult } from "../result/change.ts";
import { isRequested } from "./change.ts";

/** The result of a command that edited the manifest only: the lockfile's mods, all unchanged. */
export function unlockedEdit(
  { manifest }: Project,
  lockfile: Lockfile | undefined,
  dryRun: boolean | undefined,
): ChangeResult {
  const mods = [...(lockfile?.mods ?? [])].map(
    ([name, { version }]) =>
      ({
        name,
        version: version.text,
        requested: isRequested(manifest.mods, name),
        change: "unchanged",
        from: null,
      }) as const,
  );
  return {
    factorio: manifest.factorio.text,
    mods,
    builtin: lockfile?.builtin ?? [],
    lockfile: { path: LOCKFILE_NAME, changed: false },
    ...(dryRun ? { dryRun: true } : {}),
    warnings: [],
  };
}
