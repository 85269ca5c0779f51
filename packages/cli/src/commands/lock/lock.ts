import {
  type ChangedRelease,
  changedBy,
  type ErrorCode,
  FactorioLockError,
  type Lockfile,
  lockedReleases,
  releaseChanged,
  type Warning,
} from "@factorio-lock/core";
import { changeResult } from "../../modpack/change.ts";
import { withMetadata } from "../../modpack/services.ts";
import { gatherFacts, requestOf, type SolveOptions, solve } from "../../modpack/solve.ts";
import { lockfileStale, reasonsOf } from "../../modpack/stale.ts";
import { networkPlace } from "../../project/admit.ts";
import { commitChange } from "../../project/commit-change.ts";
import type { Context } from "../../project/context.ts";
import { demandLock, newLockText, readLock } from "../../project/lock.ts";
import { openProject, type Project } from "../../project/project.ts";
import type { ChangeResult } from "../../result/change.ts";

/** Options of `lock`. */
export interface LockOptions extends SolveOptions {
  /** Only check that the lockfile is up to date. */
  readonly check?: boolean | undefined;
  /** Write nothing. */
  readonly dryRun?: boolean | undefined;
}

/**
 * Resolves the manifest and writes the lockfile.
 *
 * @throws FactorioLockError LOCKFILE_STALE, LOCKFILE_MISSING with `check`; RELEASE_CHANGED; what resolving throws.
 */
export async function lock(context: Context, options: LockOptions = {}): Promise<ChangeResult> {
  const project = await openProject(context);
  const facts = await gatherFacts(project, options);
  if (options.check) {
    const { lockfile } = await demandLock(project);
    const reasons = reasonsOf(project.manifest, lockfile, facts);
    if (reasons.length > 0) throw lockfileStale(reasons, "run `factorio-lock lock`, and commit mods.lock.");
    const warnings = await checkBytes(context, project, lockfile, options);
    return changeResult({ before: lockfile, after: lockfile, changed: false, warnings });
  }
  const before = await readLock(project);
  if (before?.conflicted) {
    const text = "mods.lock held both sides of a git conflict: they are merged, and solved again.";
    context.onEvent({ kind: "note", text });
  }
  const request = requestOf(project.manifest, facts, before?.lockfile, options);
  const { lockfile, warnings, heldBack, leftOut } = await solve(context, project, request, options);
  const { dryRun } = options;
  const text = newLockText(before, lockfile);
  const changed = text !== undefined;
  const from = { manifest: project.manifestText, lock: before?.text };
  if (!dryRun) await commitChange(context, project, { from, to: { lock: text } });
  return changeResult({ before: before?.lockfile, after: lockfile, changed, warnings, heldBack, leftOut, dryRun });
}

/**
 * Asks the portal whether it still has the locked bytes. If it cannot be reached, returns a warning, because the lockfile
 * may be up to date all the same.
 *
 * @throws FactorioLockError RELEASE_CHANGED. Source: docs/rules.md, R14.
 */
async function checkBytes(
  context: Context,
  project: Project,
  lockfile: Lockfile,
  options: SolveOptions,
): Promise<readonly Warning[]> {
  const locked = lockedReleases(lockfile);
  if (locked.size === 0) return [];
  const place = { ...options, ...networkPlace(context, project), line: project.manifest.factorio.line };
  try {
    return await withMetadata(context, place, async (metadata) => {
      const names = [...locked.keys()];
      await metadata.refresh(names);
      metadata.prefetch?.(names);
      const changed: ChangedRelease[] = [];
      for (const [name, release] of locked) {
        const other = changedBy(name, release, await metadata.get(name));
        if (other) changed.push(other);
      }
      if (changed.length > 0) throw releaseChanged(changed);
      return metadata.warnings();
    });
  } catch (error) {
    const { code, message } = error as FactorioLockError;
    if (!(error instanceof FactorioLockError) || !INCONCLUSIVE.has(code)) throw error;
    const text = `Whether the mod portal still has the locked files was not checked: ${message}`;
    return options.offline ? [] : [{ code: "PORTAL_NOT_ASKED", message: text }];
  }
}

/** Failures that do not show what the portal has. */
const INCONCLUSIVE: ReadonlySet<ErrorCode> = new Set(["OFFLINE", "PORTAL_UNREACHABLE", "PORTAL_ERROR"]);
