import { FactorioLockError } from "@factorio-lock/core";
import type { VerifyProblem } from "@factorio-lock/game";
import type { Context } from "../project/context.ts";
import { demandLock } from "../project/lock.ts";
import { shown } from "../project/place.ts";
import { lockedTarget } from "../project/project.ts";
import { desiredFor } from "./place-mods.ts";

/** What `verify` found. */
export interface VerifyResult {
  /** The mod directory, relative to the manifest's folder where it lies below. */
  readonly directory: string;
  /** How many mods were compared. */
  readonly mods: number;
  readonly problems: readonly VerifyProblem[];
}

/** What was found, and the failure where something is wrong. */
export interface Verification {
  readonly result: VerifyResult;
  readonly failure: FactorioLockError | undefined;
}

/**
 * Compares the mod directory with the lockfile by hashing every archive. Nothing is changed.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; FAILED where the directory cannot be read.
 */
export async function verify(context: Context): Promise<Verification> {
  const target = await lockedTarget(context);
  const { lockfile } = await demandLock(target);
  const { verifyModDirectory } = await import("@factorio-lock/game");
  const desired = await desiredFor(target, lockfile);
  const problems = await verifyModDirectory(target.modDirectory, desired, { signal: context.signal });
  const directory = shown(target.root, target.modDirectory);
  const result = { directory, mods: lockfile.mods.size, problems };
  return { result, failure: problems.length > 0 ? failureOf(directory, problems) : undefined };
}

function failureOf(directory: string, problems: readonly VerifyProblem[]): FactorioLockError {
  const mods = new Set(problems.map(({ mod }) => mod)).size;
  const message = `${directory}/ is not what mods.lock says: ${mods} ${mods === 1 ? "mod differs" : "mods differ"}.`;
  return new FactorioLockError("VERIFY_FAILED", message, { hint: "`factorio-lock install` puts it right." });
}
