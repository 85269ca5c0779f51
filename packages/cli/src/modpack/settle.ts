import { replaceLinkedFile } from "@factorio-lock/disk";
import type { ModDirectoryHold } from "@factorio-lock/game";
import type { Context } from "../project/context.ts";
import { changesLock, writeLock } from "../project/lock.ts";
import type { Project } from "../project/project.ts";
import { type ChangeResult, changeResult } from "./change.ts";
import { holding, type InstallResult, type LockChange, placeLock } from "./place-mods.ts";
import type { PlaceOptions } from "./place-options.ts";
import type { SolveOptions } from "./solve.ts";

/** What every command can be told that moves a modpack. */
export interface SettleOptions extends SolveOptions, PlaceOptions {
  /** Write the lockfile only. */
  readonly noInstall?: boolean | undefined;
}

/** Holds the mod directory while `use` runs, where it will be changed. */
export async function settling<T>(
  context: Context,
  project: Project,
  options: SettleOptions,
  use: (hold: ModDirectoryHold | undefined) => Promise<T>,
): Promise<T> {
  return options.noInstall ? use(undefined) : holding(context, project, options, use);
}

/**
 * Writes a new lockfile, with the manifest's new text where it has one, and makes the mod directory match unless that is
 * not wanted. Nothing is written where fetching fails.
 */
export async function settle(
  context: Context,
  project: Project,
  change: Omit<LockChange, "alsoWrite"> & { readonly manifestText?: string },
  options: SettleOptions,
): Promise<ChangeResult | InstallResult> {
  const { before, after, warnings, hold, manifestText = project.manifestText } = change;
  const alsoWrite = async () => {
    if (manifestText !== project.manifestText) await replaceLinkedFile(project.manifestPath, manifestText);
  };
  if (!options.noInstall) return placeLock(context, project, { before, after, warnings, hold, alsoWrite }, options);
  const { dryRun } = options;
  if (!dryRun) await alsoWrite();
  const changed = changesLock(before, after);
  if (changed && !dryRun) await writeLock(project, after);
  return changeResult({ before: before?.lockfile, after, changed, warnings, dryRun });
}
