import { resolve } from "node:path";
import {
  type DesiredState,
  type DirectoryState,
  desiredState,
  type HeldBackMod,
  type InstallPlan,
  type Lockfile,
  type PathPlace,
  planInstall,
  type Sha1,
  type Warning,
} from "@factorio-lock/core";
import type { ModDirectoryHold, SettingsChange } from "@factorio-lock/game";
import { type Admission, admitModDirectory } from "../project/admit.ts";
import { commitChange } from "../project/commit-change.ts";
import type { Context } from "../project/context.ts";
import { type LockOnDisk, newLockText } from "../project/lock.ts";
import { displayPath } from "../project/place.ts";
import type { DirectoryPart, InstallResult, LeftOut } from "../result/change.ts";
import { changeResult } from "./change.ts";
import { fetchLocked } from "./fetch-locked.ts";
import type { PlaceOptions, Target } from "./place-options.ts";

/**
 * Holds the lock on the mod directory while `use` runs, so that no other process changes it. A dry run takes no lock.
 *
 * @throws FactorioLockError NOT_TRUSTED, NOT_A_MOD_DIRECTORY if the project may not use that folder; BUSY.
 */
export async function withDirectoryLock<T>(
  context: Context,
  admission: Admission,
  options: PlaceOptions,
  use: (hold: ModDirectoryHold | undefined) => Promise<T>,
): Promise<T> {
  await admitModDirectory(context, admission);
  if (options.dryRun) return use(undefined);
  const { holdModDirectory } = await import("@factorio-lock/game");
  const hold = await holdModDirectory(admission.modDirectory, {
    signal: context.signal,
    ...(options.noWait ? { limit: 0 } : {}),
    onWait: (holder) => context.onEvent({ kind: "waiting", holder }),
  });
  try {
    const result = await use(hold);
    // If the folder was removed meanwhile, the installed mods are gone with it.
    if (hold.canChange) hold.assertHeld();
    return result;
  } finally {
    await hold.release();
  }
}

/** A lockfile to put in place, and the one that it replaces. */
export interface LockChange {
  readonly before: LockOnDisk | undefined;
  readonly after: Lockfile;
  readonly warnings: readonly Warning[];
  readonly heldBack?: readonly HeldBackMod[] | undefined;
  readonly leftOut?: LeftOut | undefined;
  /** The lock on the mod directory; undefined for a dry run. */
  readonly hold: ModDirectoryHold | undefined;
  /** The manifest's text on disk (undefined if it is new) and its new text; undefined if there is no manifest. */
  readonly manifest: { readonly from: string | undefined; readonly to: string } | undefined;
  /** The lockfile's new text, word for word, if it is known. */
  readonly lockText?: string | undefined;
  /** Changes of mod-settings.dat to take back, the latest first. */
  readonly revert?: readonly SettingsChange[] | undefined;
}

/**
 * Fetches the archives of a lockfile, and then changes manifest, lockfile and mod directory together: if that fails, none
 * of them changes. The caller must hold the mod directory's lock.
 *
 * @throws FactorioLockError FAILED if unmanaged files are in the way or mod-settings.dat cannot be read; what
 * fetching and applying throw.
 */
export async function placeLock(
  context: Context,
  target: Target,
  { before, after, lockText, warnings, heldBack, leftOut, hold, manifest, revert }: LockChange,
  options: PlaceOptions,
): Promise<InstallResult> {
  const { plannedSettings, readModDirectory, refuseConflicts } = await import("@factorio-lock/game");
  const { modDirectory, settings } = target;
  const { signal } = context;
  const desired = await desiredFor(target, after, options);
  const observed = await readModDirectory(modDirectory, { desired, signal, ...(hold ? { hold } : {}) });
  const plan = planInstall(desired, observed);
  const modList = plan.modListChanges ? modListChange(observed) : "same";
  let aside: string | undefined;
  if (plan.changes) hold?.assertHeld();
  refuseConflicts(modDirectory, plan);
  const wanted = (settings || revert?.length) && { values: settings ?? {}, game: after.factorio, revert };
  const settingsChanged = !!wanted && (await plannedSettings(modDirectory, wanted)) !== undefined;
  const fetched = await fetchLocked(context, target, plan, after, options);
  const lock = lockText ?? newLockText(before, after);
  if (!options.dryRun) {
    const texts = { from: { manifest: manifest?.from, lock: before?.text }, to: { manifest: manifest?.to, lock } };
    const applying = {
      archivePath: (sha1: Sha1) => fetched.archivePath(sha1),
      ...(hold ? { hold } : {}),
      ...(wanted ? { settings: wanted } : {}),
    };
    const isNeeded = plan.changes || settingsChanged;
    if (isNeeded) context.onEvent({ kind: "applying" });
    const directory = isNeeded ? { modDirectory, plan, options: applying } : undefined;
    aside = (await commitChange(context, target, texts, directory)).asideFolder;
  }
  const collected = [...warnings, ...plan.warnings];
  return {
    ...changeResult({
      before: before?.lockfile,
      after,
      changed: lock !== undefined && lock !== before?.text,
      warnings: collected,
      heldBack,
      leftOut,
      dryRun: options.dryRun,
    }),
    downloaded: fetched.downloaded,
    reused: fetched.reused,
    directory: {
      ...directoryPart(plan, displayPath(target.root, modDirectory), settingsChanged),
      modList,
      ...(aside === undefined ? {} : { asideFolder: displayPath(target.root, aside) }),
    },
  };
}

/** How a mod list that is written is reported. */
function modListChange({ modList, hasModList }: DirectoryState): DirectoryPart["modList"] {
  return modList ? "changed" : hasModList ? "repaired" : "new";
}

/** The inputs to the desired state besides target and lockfile. */
export interface DesiredForOptions extends Pick<PlaceOptions, "copy" | "prune" | "installed"> {
  /** Called for each missing `path` mod, which is then assumed unchanged; without this callback it is an error. */
  readonly onGone?: (name: string) => void;
}

/** The desired state of the mod directory, with the places of `path` mods on this machine. */
export async function desiredFor(
  target: Target,
  lockfile: Lockfile,
  { copy = false, prune = false, installed, onGone }: DesiredForOptions = {},
): Promise<DesiredState> {
  const paths = new Map<string, PathPlace>();
  for (const [name, mod] of lockfile.mods) {
    if (mod.kind !== "path") continue;
    const { describePathMod, readPathMod } = await import("@factorio-lock/game");
    const path = resolve(target.root, mod.path);
    try {
      await readPathMod(path);
      paths.set(name, describePathMod(path));
    } catch (error) {
      if (!onGone || !isGone(error)) throw error;
      onGone(name);
      paths.set(name, { kind: path.endsWith(".zip") ? "archive" : "folder", target: path, fingerprint: "" });
    }
  }
  return desiredState(lockfile, { paths, copy, prune, ...(installed ? { installed } : {}) });
}

/** Whether reading a `path` mod failed because it is not there. */
function isGone(error: unknown): boolean {
  const { code } = ((error as Error).cause ?? {}) as NodeJS.ErrnoException;
  return code === "ENOENT" || code === "ENOTDIR";
}

function directoryPart(plan: InstallPlan, path: string, settingsChanged: boolean): Omit<DirectoryPart, "modList"> {
  return {
    path,
    kept: plan.keep.length,
    placed: plan.link.map(({ mod }) => mod.fileName),
    removed: plan.remove.map(({ fileName }) => fileName),
    setAside: plan.setAside.map(({ fileName }) => fileName),
    enabled: plan.enable,
    disabled: plan.disable,
    settingsChanged,
  };
}
