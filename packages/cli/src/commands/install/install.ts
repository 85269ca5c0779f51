import type { Lockfile } from "@factorio-lock/core";
import { unchangedManifest, withModDirectoryLock } from "../../modpack/apply-change.ts";
import { placeLock, withDirectoryLock } from "../../modpack/place-mods.ts";
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
  /** Fail if the lockfile would change. Default in CI if there is a lockfile. */
  readonly locked?: boolean | undefined;
  /** Install the lockfile as it is, without asking the API. */
  readonly frozen?: boolean | undefined;
  /** Called with the lockfile to install, before anything is downloaded or changed. If it rejects, so does the command. */
  approve?(lockfile: Lockfile): Promise<void>;
}

/**
 * Locks if needed, downloads, verifies, and makes the mod directory match. If it fails, the lockfile and the mod directory
 * are unchanged.
 *
 * @throws FactorioLockError LOCKFILE_STALE, LOCKFILE_MISSING if the lockfile must not change; what resolving, fetching and
 *   changing the mod directory throw.
 */
export async function install(context: Context, options: InstallOptions = {}): Promise<InstallResult> {
  const bare = options.frozen ? await bareLockfile(context) : undefined;
  if (bare) {
    return withDirectoryLock(context, bare, options, async (hold) => {
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
    const change = { before, after: lockfile, warnings, heldBack, leftOut, hold, manifest: unchangedManifest(project) };
    return placeLock(context, project, change, { ...options, installed: facts.installed });
  });
}

/** Finds a lockfile without a manifest, as on a server; undefined if there is a manifest or no lockfile. */
async function bareLockfile(context: Context): Promise<Target | undefined> {
  if (findUpward(context.cwd, MANIFEST_NAME) !== undefined) return undefined;
  const root = findUpward(context.cwd, LOCKFILE_NAME);
  if (root === undefined) return undefined;
  await finishChange(context, root);
  const place = placeAt(root);
  return { ...place, modDirectory: modDirectoryOf(context, place) };
}

/** The lockfile to install: the one on disk if it is up to date, else a new one. @throws if that must not change. */
async function lockfileFor(
  context: Context,
  project: Project,
  before: LockOnDisk | undefined,
  facts: Facts,
  options: InstallOptions,
): Promise<Pick<Solved, "lockfile" | "warnings"> & Partial<Pick<Solved, "heldBack" | "leftOut">>> {
  const mustNotChange = options.frozen || options.locked || (isCi(context) && before !== undefined);
  if (!before && mustNotChange) throw lockfileMissing(project);
  if (before && !before.conflicted) {
    const reasons = reasonsOf(project.manifest, before.lockfile, facts);
    if (reasons.length === 0) return { lockfile: before.lockfile, warnings: [] };
    if (mustNotChange)
      throw lockfileStale(reasons, "run `factorio-lock lock` where you work on the modpack, and commit mods.lock.");
  }
  if (mustNotChange) throw lockfileConflicted();
  return solve(context, project, requestOf(project.manifest, facts, before?.lockfile, options), options);
}
