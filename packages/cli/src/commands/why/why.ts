import { whyMod } from "@factorio-lock/core";
import { demandLocked } from "../../modpack/demand-locked.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { lockedPlace } from "../../project/place.ts";
import type { WhyResult } from "./result.ts";

/** @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; MOD_NOT_FOUND for a mod that is not locked. */
export async function why(context: Context, name: string): Promise<WhyResult> {
  const place = await lockedPlace(context);
  const { lockfile } = await demandLock(place);
  await demandLocked(place, lockfile, name);
  return { mod: name, version: lockfile.mods.get(name)?.version.text ?? null, chains: whyMod(lockfile, name) };
}
