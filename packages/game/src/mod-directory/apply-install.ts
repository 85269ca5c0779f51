import { realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { type DesiredMod, FactorioLockError, type InstallPlan, isSafeName } from "@factorio-lock/core";
import {
  exists,
  explain,
  type FileChange,
  makeFolder,
  prepareFileChange,
  replaceControlFile,
  replaceFiles,
  writeNew,
} from "@factorio-lock/disk";
import { checkFileName } from "../archive/expected-archive.ts";
import type { ApplyOptions } from "./apply-options.ts";
import { asideFolder } from "./aside.ts";
import { refuseConflicts } from "./conflicts.ts";
import { type Control, controlOf, ensureFolder } from "./control.ts";
import { clean, finish, ignoringErrors, newRecord } from "./finish.ts";
import type { ModDirectoryHold } from "./hold.ts";
import { throwIfInterrupted } from "./interrupted.ts";
import { type GameFile, type Journal, type ProjectPart, writeJournal } from "./journal.ts";
import { formatModList } from "./mod-list.ts";
import { newSettings } from "./new-settings.ts";
import { holdProject } from "./project-files.ts";
import { formatRecord, isPlaceName, type PlacedEntry, type PlacedRecord, readRecord, STAGED_RECORD } from "./record.ts";
import { refuseChanged } from "./refuse-changed.ts";
import { assertReady, changedFiles, type ProjectChange } from "./replace-project-files.ts";
import { stage } from "./stage.ts";

/** The outcome of an install. */
export interface InstallReport {
  /** Whether anything visible to the game changed. */
  readonly changed: boolean;
  /** The folder to which unmanaged files were moved; undefined if there were none. */
  readonly asideFolder: string | undefined;
}

/**
 * Applies a plan to a mod directory. The plan must have been made for its current state, and the directory held since.
 *
 * All new files are first staged: those of the mod directory in `.factorio-lock/staged`, the project's next to their
 * places. Then a journal is written; from then on the install is completed even after a crash: the project's files are
 * replaced, new files moved in, mod-settings.dat and mod-list.json replaced, and unwanted files moved out. If one of
 * these steps fails, all are undone. Source: docs/mod-directory.md, "How an install is carried out".
 *
 * @throws FactorioLockError `FAILED` if something is in the way or was changed since the plan, if mod-settings.dat
 *   cannot be read, or on a disk error; `CHECKSUM_MISMATCH` if the store's copy of an archive was changed;
 *   `UNSAFE_NAME` if a file name in the plan is not safe as a path; `INTERRUPTED` if the signal aborts before the
 *   journal is written. On any error nothing was changed, unless the hint says that the next run finishes the change.
 */
export async function applyInstall(
  directory: string,
  plan: InstallPlan,
  options: ApplyOptions,
): Promise<InstallReport> {
  const { project, signal } = options;
  throwIfInterrupted(signal);
  let hold: Pick<ModDirectoryHold, "release"> | undefined;
  try {
    if (project) hold = await holdProject(project.root, directory, signal);
    if (project) await assertReady(project);
    return await install(directory, plan, options);
  } catch (error) {
    throw explain(`The mod directory ${directory} could not be changed`, error, { outcome: "All is as it was." });
  } finally {
    await hold?.release();
  }
}

async function install(directory: string, plan: InstallPlan, options: ApplyOptions): Promise<InstallReport> {
  const { project, settings } = options;
  refuseConflicts(directory, plan);
  for (const { mod } of plan.link) refuseUnsafeName(mod);
  makeFolder(directory);
  const control = controlOf(directory);
  if (exists(control.journal)) throw new Error("an interrupted install must be finished before the next is planned");
  ensureFolder(control.folder);
  const { files: record, change } = readRecord(control);
  const keep = keptEntries(record, plan);
  const settingsFile = settings && newSettings(control, settings);
  if (plan.link.length + plan.remove.length + plan.setAside.length === 0 && !plan.modListChanges && !settingsFile) {
    refuseChanged(control.directory, plan);
    const text = formatRecord(control, { files: keep, change });
    if (text !== formatRecord(control, { files: record, change })) replaceControlFile(control.record, text);
    if (project) replaceFiles(project.root, changedFiles(project));
    return { changed: false, asideFolder: undefined };
  }
  const lists: [GameFile, string | Uint8Array][] = [];
  if (settingsFile) lists.push(["mod-settings.dat", settingsFile]);
  if (plan.modListChanges) lists.push(["mod-list.json", formatModList(plan.modList)]);
  const staged = await stage(control, plan, lists, options);
  const remove = new Map<string, PlacedEntry>();
  for (const { fileName, stamp } of plan.remove) {
    const entry = record.get(fileName);
    if (entry) remove.set(fileName, { ...entry, ...stamp });
  }
  let files: FileChange | undefined;
  const journal = (): Journal => ({
    ...staged,
    remove,
    keep,
    files: files && project && partOf(control, project, files),
  });
  try {
    if (project) files = prepareFileChange(project.root, changedFiles(project), fromProject(project, control));
    writeNew(join(control.staged, STAGED_RECORD), newRecord(control, journal()));
    options.hold?.assertHeld();
    writeJournal(control, journal());
  } catch (error) {
    ignoringErrors(() => clean(control));
    ignoringErrors(() => files?.drop());
    throw error;
  }
  finish(control, journal(), files, "first");
  ignoringErrors(() => clean(control));
  ignoringErrors(() => files?.drop());
  options.onEvent?.({ kind: "installed" });
  return { changed: true, asideFolder: staged.setAside.size > 0 ? asideFolder(control, staged.aside) : undefined };
}

/**
 * The project as recorded in the mod directory's journal. Relative if possible, so that it stays valid if both are
 * moved together.
 */
function partOf({ directory }: Control, { root }: ProjectChange, { id }: FileChange): ProjectPart {
  const real = realpathSync(root);
  return { root: isWithin(real, directory) ? relative(directory, real) || "." : real, id };
}

/** The mod directory as recorded in the project's journal. */
function fromProject({ root }: ProjectChange, { directory }: Control): string {
  const real = realpathSync(root);
  return isWithin(real, directory) ? relative(real, directory) || "." : directory;
}

function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function refuseUnsafeName(mod: DesiredMod): void {
  if (mod.kind === "archive") return checkFileName(mod);
  if (isSafeName(mod.name) && isPlaceName(mod.fileName)) return;
  const shown = JSON.stringify(mod.name.slice(0, 200));
  throw new FactorioLockError("UNSAFE_NAME", `The path mod ${shown} cannot be given a name in the mod directory.`);
}

/**
 * The record entries of kept mods, with the stamps from the plan: our own files as recorded, files placed by others
 * that have the locked content as `adopted`.
 */
function keptEntries(record: PlacedRecord, plan: InstallPlan): Map<string, PlacedEntry> {
  const entries = new Map<string, PlacedEntry>();
  for (const { mod, present } of plan.keep) {
    const entry = record.get(present.fileName);
    const isOurs = present.placed === "intact";
    if (isOurs && entry) entries.set(present.fileName, { ...entry, ...present.stamp });
    else if (mod.kind === "archive") {
      entries.set(present.fileName, { kind: "adopted", ...present.stamp, sha1: mod.sha1 });
    }
  }
  return entries;
}
