import type { LockedMod, Lockfile } from "../lockfile/lockfile.ts";
import { compareNames } from "../mod/mod-name.ts";
import type { Version } from "../version/version.ts";

/** Every way in which a mod can differ between two lockfiles. */
export const CHANGES = ["added", "updated", "unchanged", "removed"] as const;

/** How a mod differs between two lockfiles. */
export type Change = (typeof CHANGES)[number];

/** A mod that is in at least one of two lockfiles. */
export interface ModChange {
  readonly name: string;
  /** `updated` is any difference: another version (newer or older), another archive, another path. */
  readonly change: Change;
  /** The version before; absent if the mod was added. */
  readonly from?: Version;
  /** The version after; absent if the mod was removed. */
  readonly to?: Version;
}

/** The differences between two lockfiles. */
export interface LockDiff {
  /** Every mod of either lockfile, in name order. */
  readonly mods: readonly ModChange[];
  /** Every builtin mod of either lockfile, in name order. */
  readonly builtin: readonly { readonly name: string; readonly change: Exclude<Change, "updated"> }[];
  /** The game version's text; absent if it is the same. */
  readonly factorio?: { readonly from: string; readonly to: string };
  /** Absent if it is the same. */
  readonly expansion?: { readonly from: boolean; readonly to: boolean };
}

/** Compares two lockfiles; without a first one every mod is `added`. */
export function diffLockfiles(before: Lockfile | undefined, after: Lockfile): LockDiff {
  const old: ReadonlyMap<string, LockedMod> = before?.mods ?? new Map<string, LockedMod>();
  const oldBuiltin = before?.builtin ?? [];
  const builtin = allNames(oldBuiltin, after.builtin).map((name) => {
    const change = !oldBuiltin.includes(name) ? "added" : after.builtin.includes(name) ? "unchanged" : "removed";
    return { name, change } as const;
  });
  const mods = allNames(old.keys(), after.mods.keys()).map((name) =>
    changeOf(name, old.get(name), after.mods.get(name)),
  );
  const factorio = before && before.factorio.text !== after.factorio.text;
  const expansion = before && before.expansion !== after.expansion;
  return {
    mods,
    builtin,
    ...(factorio ? { factorio: { from: before.factorio.text, to: after.factorio.text } } : {}),
    ...(expansion ? { expansion: { from: before.expansion, to: after.expansion } } : {}),
  };
}

function allNames(before: Iterable<string>, after: Iterable<string>): string[] {
  return [...new Set([...before, ...after])].sort(compareNames);
}

function changeOf(name: string, from: LockedMod | undefined, to: LockedMod | undefined): ModChange {
  if (!from) return { name, change: "added", ...(to ? { to: to.version } : {}) };
  if (!to) return { name, change: "removed", from: from.version };
  const same = from.version.packed === to.version.packed && sourceOf(from) === sourceOf(to);
  return { name, change: same ? "unchanged" : "updated", from: from.version, to: to.version };
}

/** Identifies where the mod comes from: the SHA-1 of its archive, or its path. */
function sourceOf(mod: LockedMod): string {
  return mod.kind === "release" ? mod.sha1 : mod.path;
}
