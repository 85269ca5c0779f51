import { statSync } from "node:fs";
import { join } from "node:path";
import { FactorioLockError, type Lockfile } from "@factorio-lock/core";
import type { VerifyProblem } from "@factorio-lock/game";
import type { Context } from "../project/context.ts";
import { demandLock } from "../project/lock.ts";
import { shown } from "../project/place.ts";
import { lockedTarget } from "../project/project.ts";
import { desiredFor } from "./place-mods.ts";
import { openArchives } from "./services.ts";

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
 * Compares the mod directory, and what the store has of the same mods, with the lockfile by hashing every archive. Nothing is
 * changed. An archive that is not in the store is no problem: it is only a copy.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; FAILED where the directory cannot be read.
 */
export async function verify(context: Context): Promise<Verification> {
  const target = await lockedTarget(context);
  const { lockfile } = await demandLock(target);
  const { verifyModDirectory } = await import("@factorio-lock/game");
  const desired = await desiredFor(target, lockfile);
  const { signal } = context;
  const problems = [
    ...(await verifyModDirectory(target.modDirectory, desired, { signal })),
    ...(await verifyStore(context, target.modDirectory, lockfile)),
  ];
  const directory = shown(target.root, target.modDirectory);
  const result = { directory, mods: lockfile.mods.size, problems };
  return { result, failure: problems.length > 0 ? failureOf(directory, problems) : undefined };
}

/** The locked archives that the store has with other content. What the mod directory holds by a hard link is hashed there. */
async function verifyStore(context: Context, modDirectory: string, lockfile: Lockfile): Promise<VerifyProblem[]> {
  const store = await openArchives(context);
  const kept = [...lockfile.mods].flatMap(([mod, locked]) => {
    if (locked.kind !== "release") return [];
    const file = store.archivePath(locked.sha1);
    const stats = statSync(file, { throwIfNoEntry: false });
    const placed = stats && statSync(join(modDirectory, locked.file), { throwIfNoEntry: false });
    const linked = placed && placed.ino === stats.ino && placed.dev === stats.dev;
    return stats && !linked ? [{ mod, file, sha1: locked.sha1 }] : [];
  });
  const { hashFiles } = await import("@factorio-lock/game");
  const hashes = await hashFiles(
    kept.map(({ file }) => file),
    { signal: context.signal },
  );
  return kept
    .filter(({ sha1 }, at) => hashes[at] !== sha1)
    .map(({ mod, file }) => ({ mod, file, problem: "checksum" }) as const);
}

function failureOf(directory: string, problems: readonly VerifyProblem[]): FactorioLockError {
  const mods = new Set(problems.map(({ mod }) => mod)).size;
  const message = `${directory}/ is not what mods.lock says: ${mods} ${mods === 1 ? "mod differs" : "mods differ"}.`;
  return new FactorioLockError("VERIFY_FAILED", message, { hint: "`factorio-lock install` puts it right." });
}
