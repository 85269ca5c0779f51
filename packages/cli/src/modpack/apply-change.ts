import type { ModDirectoryHold } from "@factorio-lock/game";
import { commitChange } from "../project/commit-change.ts";
import type { Context } from "../project/context.ts";
import { newLockText } from "../project/lock.ts";
import { openProject, type Project } from "../project/project.ts";
import { readText } from "../project/read-text.ts";
import type { ChangeResult, InstallResult } from "../result/change.ts";
import { changeResult } from "./change.ts";
import { type LockChange, placeLock, withDirectoryLock } from "./place-mods.ts";
import type { PlaceOptions } from "./place-options.ts";
import type { SolveOptions } from "./solve.ts";

/** Options of every command that changes a modpack. */
export interface ChangeOptions extends SolveOptions, PlaceOptions {
  /** Write the lockfile only. */
  readonly noInstall?: boolean | undefined;
}

/**
 * Opens the project and holds the lock on its mod directory while `use` runs; takes no lock if the options leave the
 * directory unchanged. `use` sees what another process changed while this one waited for the lock.
 */
export async function withModDirectoryLock<T>(
  context: Context,
  options: ChangeOptions,
  use: (project: Project, hold: ModDirectoryHold | undefined) => Promise<T>,
): Promise<T> {
  for (;;) {
    const project = await openProject(context);
    if (options.noInstall) return use(project, undefined);
    // A dry run also needs permission, but takes no lock.
    if (options.dryRun) return withDirectoryLock(context, project, options, () => use(project, undefined));
    const done = await withDirectoryLock(context, project, options, async (hold) => {
      const current = await openProject(context, project.modDirectory, project);
      return current.modDirectory === project.modDirectory ? { result: await use(current, hold) } : undefined;
    });
    if (done) return done.result;
  }
}

/**
 * Writes a new lockfile, and the manifest's new text if it has one, and makes the mod directory match unless `noInstall`
 * is set. If it fails, nothing is changed.
 *
 * @param project as it is after the change
 */
export async function applyChange(
  context: Context,
  project: Project,
  change: LockChange,
  options: ChangeOptions,
): Promise<ChangeResult | InstallResult> {
  if (!options.noInstall) return placeLock(context, project, change, options);
  const { before, after, lockText, warnings, heldBack, leftOut, manifest } = change;
  const { dryRun } = options;
  const lock = lockText ?? newLockText(before, after);
  const from = { manifest: manifest?.from, lock: before?.text };
  if (!dryRun) await commitChange(context, project, { from, to: { manifest: manifest?.to, lock } });
  return changeResult({
    before: before?.lockfile,
    after,
    changed: lock !== undefined && lock !== before?.text,
    warnings,
    heldBack,
    leftOut,
    dryRun,
  });
}

/** The manifest of a change that leaves it alone. */
export function unchangedManifest({ manifestText }: Project): LockChange["manifest"] {
  return { from: manifestText, to: manifestText };
}

/** Writes the manifest's new text, and nothing else. */
export async function commitManifest(context: Context, project: Project, text: string): Promise<void> {
  const lock = await readText(project.lockfilePath, "LOCKFILE_INVALID");
  await commitChange(context, project, { from: { manifest: project.manifestText, lock }, to: { manifest: text } });
}
