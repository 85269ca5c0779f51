import type { Lockfile } from "@factorio-lock/core";
import { asItIs, withModDirectoryLock } from "../../modpack/apply-change.ts";
import { holding, placeLock } from "../../modpack/place-mods.ts";
import type { PlaceOptions, Target } from "../../modpack/place-options.ts";
import {
  type Facts,
  gatherFacts,
  installedBuiltins,
  requestOf,
  type Solved,
  type SolveOptions,
  solve,
} from "../../modpack/solve.ts";
import { lockfileStale, reasonsOf } from "../../modpack/stale.ts";
import { type Context, isCi } from "../../project/context.ts";
import { finishChange } from "../../project/finish-change.ts";
import { demandLock, type LockOnDisk, lockfileConflicted, lockfileMissing, readLock } from "../../project/lock.ts";
import { findUpward, LOCKFILE_NAME, MANIFEST_NAME, modDirectoryOf, placeAt } from "../../project/place.ts";
import type { Project } from "../../project/project.ts";
import type { InstallResult } from "../../result/change.ts";

/** Options of `install`. */
export interface InstallOptions extends SolveOptions, PlaceOptions {
  /** Fail if the lockfile would change. In CI this is so wherever there is a lockfile. */
  readonly locked?: boolean | undefined;
  /** Install the lockfile as it is, and ask no API. */
  readonly frozen?: boolean | undefined;
  /** Called with the lockfile to install, before anything is downloaded or changed. A failure of it ends the command. */
  approve?(lockfile: Lockfile): Promise<void>;
}

/**
 * Locks if needed, downloads, verifies, and makes the mod directory match. Where it fails, the lockfile and the mod
 * directory are as they were.
 *
 * @throws FactorioLockError LOCKFILE_STALE, LOCKFILE_MISSING if a good one is demanded; what resolving, fetching and
 *   changing the mod directory throw.
 */
export async function install(context: Context, options: InstallOptions = {}): Promise<InstallResult> {
  const bare = options.frozen ? await bareLockfile(context) : undefined;
  if (bare) {
    return holding(context, bare, options, async (hold) => {
      const lock = await demandLock(bare);
      await options.approve?.(lock.lockfile);
      const change = { before: lock, after: lock.lockfile, warnings: [], hold, manifest: undefined };
      return placeLock(context, bare, change, { ...options, installed: await installedBuiltins(options) });
    });
  }
  return withModDirectoryLock(context, options, async (project, hold) => {
    const before = await readLock(project);
    const facts = await gatherFacts(project, options);
    const { lockfile, warnings, heldBack, leftOut } = await lockfileFor(context, project, before, facts, options);
    await options.approve?.(lockfile);
    const change = { before, after: lockfile, warnings, heldBack, leftOut, hold, manifest: asItIs(project) };
    return placeLock(context, project, change, { ...options, installed: facts.installed });
  });
}

/** A folder with a lockfile and no manifest, such as on a server: nothing is there to disagree with. */
async function bareLockfile(context: Context): Promise<Target | undefined> {
  if (findUpward(context.cwd, MANIFEST_NAME) !== undefined) return undefined;
  const root = findUpward(context.cwd, LOCKFILE_NAME);
  if (root === undefined) return undefined;
  await finishChange(context, root);
  const place = placeAt(root);
  return { ...place, modDirectory: modDirectoryOf(context, place) };
}

/** The lockfile to install: the one on disk while it is not stale, else a new one where that is allowed. */
async function lockfileFor(
  context: Context,
  project: Project,
  before: LockOnDisk | undefined,
  facts: Facts,
  options: InstallOptions,
): Promise<Pick<Solved, "lockfile" | "warnings"> & Partial<Pick<Solved, "heldBack" | "leftOut">>> {
  const demanded = options.frozen || options.locked || (isCi(context) && before !== undefined);
  if (!before && demanded) throw lockfileMissing(project);
  if (before && !before.conflicted) {
    const reasons = reasonsOf(project.manifest, before.lockfile, facts);
    if (reasons.length === 0) return { lockfile: before.lockfile, warnings: [] };
    if (demanded)
      throw lockfileStale(reasons, "run `factorio-lock lock` where you work on the modpack, and commit mods.lock.");
  }
  if (demanded) throw lockfileConflicted();
  return solve(context, project, requestOf(project.manifest, facts, before?.lockfile, options), options);
}
