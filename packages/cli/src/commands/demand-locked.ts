import { FactorioLockError, type Lockfile, nearest } from "@factorio-lock/core";
import { LOCKFILE_NAME } from "../project/place.ts";

/**
 * Checks that a mod is locked.
 *
 * @throws FactorioLockError MOD_NOT_FOUND with near names.
 */
export function demandLocked(lockfile: Lockfile, name: string): void {
  if (lockfile.mods.has(name) || lockfile.builtin.includes(name)) return;
  const near = nearest(name, [...lockfile.mods.keys(), ...lockfile.builtin]);
  throw new FactorioLockError("MOD_NOT_FOUND", `${name} is not in ${LOCKFILE_NAME}.`, {
    hint: near.length > 0 ? `did you mean ${near.join(" or ")}?` : "`factorio-lock list` shows all locked mods.",
  });
}
