import { compareNames, type LockedMod, loadOrder, presentMods } from "@factorio-lock/core";
import { isRequested } from "../../modpack/change.ts";
import { archiveSizes, describeMods } from "../../modpack/described-mods.ts";
import type { NetworkOptions } from "../../modpack/services.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { lockedPlace } from "../../project/place.ts";
import type { ListedMod, ListResult } from "./result.ts";

/** Options of `list`. */
export interface ListOptions extends NetworkOptions {
  /** In the order in which the game loads them. */
  readonly loadOrder?: boolean;
  /** With titles and licences, from the portal. */
  readonly licences?: boolean;
}

/**
 * Lists the locked mods. Only `licences` needs the portal; what it does not answer is null, with a warning.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID.
 */
export async function list(context: Context, options: ListOptions = {}): Promise<ListResult> {
  const { lockfile } = await demandLock(await lockedPlace(context));
  const names = options.loadOrder ? loadOrder(presentMods(lockfile)) : [...lockfile.mods.keys()].sort(compareNames);
  const network = { ...options, line: lockfile.factorio.line };
  const described = options.licences ? await describeMods(context, lockfile, network) : undefined;
  const sizes = described ? undefined : await archiveSizes(context, lockfile);
  const mods = names.flatMap((name) => {
    const mod = lockfile.mods.get(name);
    if (!mod) return [];
    const { size = sizes?.get(name), title, licence, licenceUrl } = described?.about.get(name) ?? {};
    const entry = toListedMod(name, mod, isRequested(lockfile.requirements, name), size);
    if (!described) return [entry];
    return [{ ...entry, title: title ?? null, licence: licence ?? null, licenceUrl: licenceUrl ?? null }];
  });
  return {
    factorio: lockfile.factorio.text,
    builtin: lockfile.builtin,
    mods,
    warnings: described?.warnings ?? [],
  };
}

function toListedMod(name: string, mod: LockedMod, requested: boolean, size: number | undefined): ListedMod {
  const head = { name, version: mod.version.text, requested, size: size ?? null };
  if (mod.kind === "path") return { ...head, released: null, file: null, sha1: null, path: mod.path };
  return { ...head, released: mod.released, file: mod.file, sha1: mod.sha1, path: null };
}
