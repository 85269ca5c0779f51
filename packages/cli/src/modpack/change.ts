import {
  compareNames,
  diffLockfiles,
  type HeldBackMod,
  type Lockfile,
  type Requirements,
  type Warning,
} from "@factorio-lock/core";
import { LOCKFILE_NAME } from "../project/place.ts";
import type { ChangeResult, LeftOut, ModChange } from "../result/change.ts";

/** The inputs of `changeResult`. */
export interface ChangeFacts {
  readonly before: Lockfile | undefined;
  readonly after: Lockfile;
  /** Whether the lockfile's text changed, or would. */
  readonly changed: boolean;
  readonly warnings: readonly Warning[];
  readonly heldBack?: readonly HeldBackMod[] | undefined;
  readonly leftOut?: LeftOut | undefined;
  readonly dryRun?: boolean | undefined;
}

/** The result of a command that moved a modpack from one lockfile to another. */
export function changeResult({
  before,
  after,
  changed,
  warnings,
  heldBack,
  leftOut,
  dryRun,
}: ChangeFacts): ChangeResult {
  const held = heldBack?.map((mod) => ({ ...mod, version: mod.version.text, newest: mod.newest.text })) ?? [];
  return {
    factorio: after.factorio.text,
    mods: modChanges(before, after),
    builtin: after.builtin,
    lockfile: { path: LOCKFILE_NAME, changed },
    ...(dryRun ? { dryRun: true } : {}),
    ...(held.length > 0 ? { heldBack: held } : {}),
    ...(leftOut ? { leftOut } : {}),
    warnings,
  };
}

/** How the mods moved from one lockfile to another, in name order. */
export function modChanges(before: Lockfile | undefined, after: Lockfile): ModChange[] {
  return diffLockfiles(before, after)
    .mods.map(({ name, change, from, to }): ModChange => {
      const version = (change === "removed" ? from : to)?.text ?? "";
      const moved = change === "updated" || change === "removed";
      const requested = isRequested(after.requirements, name);
      return { name, version, requested, change, from: moved ? (from?.text ?? null) : null };
    })
    .sort((a, b) => compareNames(a.name, b.name));
}

/** Whether a manifest asks for the mod; a mod that it keeps out is not asked for. */
export function isRequested(requirements: Requirements, name: string): boolean {
  const requirement = requirements.get(name);
  return requirement !== undefined && requirement.kind !== "refused";
}
