import {
  compareNames,
  diffLockfiles,
  type HeldBackMod,
  type Lockfile,
  type Requirements,
  type Warning,
} from "@factorio-lock/core";
import { LOCKFILE_NAME } from "../project/place.ts";
import type { LeftOut } from "./left-out.ts";

/** How one mod moved. Source: contract section 5, `--json`. */
export interface ModChange {
  readonly name: string;
  /** The author's text; of a removed mod the version that it had. */
  readonly version: string;
  /** Whether the manifest asks for it. */
  readonly requested: boolean;
  readonly change: "added" | "updated" | "unchanged" | "removed";
  /** The version before; null unless updated or removed. */
  readonly from: string | null;
}

/** The result of `lock`, `install`, `update`, `add` and `remove`. */
export interface ChangeResult {
  /** The manifest's text: `2.0` or `2.0.77`. */
  readonly factorio: string;
  readonly mods: readonly ModChange[];
  readonly builtin: readonly string[];
  readonly lockfile: { readonly path: string; readonly changed: boolean };
  /** Present where archives were fetched. */
  readonly downloaded?: { readonly files: number; readonly bytes: number };
  readonly reused?: { readonly files: number };
  /** Whether this is what would happen: nothing was changed. */
  readonly dryRun?: true;
  /** The manifest's mods that others hold below the newest release that they could have; absent if there are none. */
  readonly heldBack?: readonly HeldBack[];
  /** The newer releases that were left out for their age; absent if there are none. */
  readonly leftOut?: LeftOut;
  readonly warnings: readonly Warning[];
}

/** A mod that others hold below a release that its range and the game allow. */
export interface HeldBack {
  readonly name: string;
  readonly version: string;
  readonly newest: string;
  /** Empty if it was not found out. */
  readonly by: readonly string[];
}

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

/** Whether a manifest asks for the mod; one that it refuses is not asked for. */
export function isRequested(requirements: Requirements, name: string): boolean {
  const requirement = requirements.get(name);
  return requirement !== undefined && requirement.kind !== "refused";
}
