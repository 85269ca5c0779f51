import { FactorioLockError, type InstallPlan } from "@factorio-lock/core";
import { replaceFile, replaceLinkedFile } from "@factorio-lock/disk";
import type { ApplyOptions, ProjectChange, ProjectFile } from "@factorio-lock/game";
import { admitManifest } from "./admit.ts";
import type { Context } from "./context.ts";
import { keepStep } from "./history/keep-step.ts";
import { LOCKFILE_NAME, MANIFEST_NAME, type Place } from "./place.ts";
import { readText } from "./read-text.ts";

/** The texts of manifest and lockfile before a change (undefined if missing) and after it. */
export interface ChangedTexts {
  readonly from: { readonly manifest: string | undefined; readonly lock: string | undefined };
  /** Undefined for a file that stays. */
  readonly to: { readonly manifest?: string | undefined; readonly lock?: string | undefined };
}

/** A change of a mod directory, whose lock must be held. */
export interface DirectoryChange {
  readonly modDirectory: string;
  readonly plan: InstallPlan;
  readonly options: Omit<ApplyOptions, "project" | "signal">;
}

/**
 * Changes manifest, lockfile and mod directory together: all that are given or, on failure, none. Every command that changes
 * a modpack calls this. Source: docs/mod-directory.md, "How an install is carried out".
 *
 * @returns the folder to which unmanaged files were moved
 * @throws FactorioLockError NOT_TRUSTED for a mods.yaml elsewhere that nobody allowed to change; FAILED if the disk refuses, or
 *   a file was changed since it was read; what `applyInstall` throws.
 */
export async function commitChange(
  context: Context,
  place: Place,
  { from, to }: ChangedTexts,
  directory?: DirectoryChange,
): Promise<{ readonly asideFolder?: string | undefined }> {
  const { root } = place;
  if (to.manifest !== undefined && to.manifest !== from.manifest) await admitManifest(context, place);
  const after = { manifest: to.manifest ?? from.manifest, lock: to.lock ?? from.lock };
  const settings = directory && { modDirectory: directory.modDirectory, wanted: directory.options.settings };
  const step = await keepStep(context, { root, from, to: after, settings });
  try {
    const done = await writeChange(context, place, { from, to }, directory);
    step?.done();
    return done;
  } catch (error) {
    // A partial change may still be finished later; then the step has to record the state before it.
    if (step && (await isUnchanged(place, from))) step.failed();
    throw error;
  }
}

async function writeChange(
  context: Context,
  place: Place,
  { from, to }: ChangedTexts,
  directory: DirectoryChange | undefined,
): Promise<{ readonly asideFolder?: string | undefined }> {
  const texts = new Map<ProjectFile, string>();
  if (to.manifest !== undefined && to.manifest !== from.manifest) texts.set(MANIFEST_NAME, to.manifest);
  if (to.lock !== undefined && to.lock !== from.lock) texts.set(LOCKFILE_NAME, to.lock);
  const { signal } = context;
  const project: ProjectChange = { root: place.root, texts, check: () => refuseChanged(place, from) };
  if (directory) {
    const { applyInstall } = await import("@factorio-lock/game");
    const options = { ...directory.options, signal, ...(texts.size > 0 ? { project } : {}) };
    return applyInstall(directory.modDirectory, directory.plan, options);
  }
  if (texts.size > 1) {
    const { replaceProjectFiles } = await import("@factorio-lock/game");
    await replaceProjectFiles(project, signal);
  } else {
    // One file is replaced in one step, so that nothing can be half done.
    if (texts.size > 0) await refuseChanged(place, from);
    for (const [name, text] of texts) {
      if (name === MANIFEST_NAME) await replaceLinkedFile(place.manifestPath, text);
      else await replaceFile(place.lockfilePath, text);
    }
  }
  return {};
}

async function isUnchanged(place: Place, from: ChangedTexts["from"]): Promise<boolean> {
  const manifest = await readText(place.manifestPath, "MANIFEST_INVALID").catch(() => undefined);
  const lock = await readText(place.lockfilePath, "LOCKFILE_INVALID").catch(() => undefined);
  return manifest === from.manifest && lock === from.lock;
}

/** Refuses to overwrite a file that was changed since it was read, by an editor or another command. */
async function refuseChanged(place: Place, from: ChangedTexts["from"]): Promise<void> {
  const manifest = await readText(place.manifestPath, "MANIFEST_INVALID");
  const lock = await readText(place.lockfilePath, "LOCKFILE_INVALID");
  const name = manifest !== from.manifest ? MANIFEST_NAME : lock !== from.lock ? LOCKFILE_NAME : undefined;
  if (name === undefined) return;
  const message = `${name} was changed by another program while this command ran. Nothing was changed.`;
  throw new FactorioLockError("FAILED", message, { hint: "run the command again." });
}
