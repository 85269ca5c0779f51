import { compareNames, type LockedMod, loadOrder, presentMods } from "@factorio-lock/core";
import { isRequested } from "../../modpack/change.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { lockedPlace } from "../../project/place.ts";

/** One locked mod. */
export interface ListedMod {
  readonly name: string;
  readonly version: string;
  /** Whether the manifest asks for it. */
  readonly requested: boolean;
  /** When it was published, as the portal wrote it; null for a `path` mod. */
  readonly released: string | null;
  /** The archive's name; null for a `path` mod. */
  readonly file: string | null;
  readonly sha1: string | null;
  /** The manifest's path; null for a mod of the portal. */
  readonly path: string | null;
}

/** The locked mods. */
export interface ListResult {
  readonly factorio: string;
  readonly builtin: readonly string[];
  readonly mods: readonly ListedMod[];
}

/** @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID. */
export async function list(context: Context, options: { readonly loadOrder?: boolean } = {}): Promise<ListResult> {
  const { lockfile } = await demandLock(await lockedPlace(context));
  const names = options.loadOrder ? loadOrder(presentMods(lockfile)) : [...lockfile.mods.keys()].sort(compareNames);
  const mods = names.flatMap((name) => {
    const mod = lockfile.mods.get(name);
    return mod ? [listed(name, mod, isRequested(lockfile.requirements, name))] : [];
  });
  return { factorio: lockfile.factorio.text, builtin: lockfile.builtin, mods };
}

function listed(name: string, mod: LockedMod, requested: boolean): ListedMod {
  const version = mod.version.text;
  if (mod.kind === "path") return { name, version, requested, released: null, file: null, sha1: null, path: mod.path };
  return { name, version, requested, released: mod.released, file: mod.file, sha1: mod.sha1, path: null };
}
