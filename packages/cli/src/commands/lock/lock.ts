import { type ChangeResult, changeResult } from "../../modpack/change.ts";
import { gatherFacts, requestOf, type SolveOptions, solve } from "../../modpack/solve.ts";
import { lockfileStale, reasonsOf } from "../../modpack/stale.ts";
import type { Context } from "../../project/context.ts";
import { changesLock, demandLock, readLock, writeLock } from "../../project/lock.ts";
import { openProject } from "../../project/project.ts";

/** What `lock` can be told. */
export interface LockOptions extends SolveOptions {
  /** Only tell whether the lockfile is up to date. */
  readonly check?: boolean | undefined;
  /** Write nothing. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Resolves the manifest and writes the lockfile.
 *
 * @throws FactorioLockError LOCKFILE_STALE, LOCKFILE_MISSING with `check`; what resolving throws.
 */
export async function lock(context: Context, options: LockOptions = {}): Promise<ChangeResult> {
  const project = await openProject(context);
  const facts = await gatherFacts(project, options);
  if (options.check) {
    const { lockfile } = await demandLock(project);
    const reasons = reasonsOf(project.manifest, lockfile, facts);
    if (reasons.length > 0) throw lockfileStale(reasons, "run `factorio-lock lock`, and commit mods.lock.");
    return changeResult({ before: lockfile, after: lockfile, changed: false, warnings: [] });
  }
  const before = await readLock(project);
  const request = requestOf(project.manifest, facts, before?.lockfile, options);
  const { lockfile, warnings } = await solve(context, project, request, options);
  const { dryRun } = options;
  const changed = changesLock(before, lockfile);
  if (changed && !dryRun) await writeLock(project, lockfile);
  return changeResult({ before: before?.lockfile, after: lockfile, changed, warnings, dryRun });
}
