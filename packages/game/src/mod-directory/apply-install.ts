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
import { clean, finish, newRecord, tidily } from "./finish.ts";
import type { ModDirectoryHold } from "./hold.ts";
import { throwIfInterrupted } from "./interrupted.ts";
import { type GameFile, type Journal, type ProjectPart, writeJournal } from "./journal.ts";
import { formatModList } from "./mod-list.ts";
import { newSettings } from "./new-settings.ts";
import { holdProject } from "./project-files.ts";
import { formatRecord, isPlaceName, type PlacedEntry, type PlacedRecord, readRecord, STAGED_RECORD } from "./record.ts";
import { refuseChanged } from "./refuse-changed.ts";
import { changedFiles, type ProjectChange, readyFor } from "./replace-project-files.ts";
import { stage } from "./stage.ts";

/** The outcome of an install. */
export interface InstallReport {
  /** Whether it changed anything that the game sees. */
  readonly changed: boolean;
  /** The folder to which unmanaged files were moved; undefined if there were none. */
  readonly asideFolder: string | undefined;
}

/**
 * Makes a mod directory what the plan says. The plan must have been made from the directory as it is, under a hold.
 *
 * Everything is prepared in `.factorio-lock/staged`, and the project's files that change with it next to their places; then
 * a journal is written, and from then on the install happens whatever crashes: the project's files are replaced, new files
 * moved in, mod-settings.dat and mod-list.json replaced, and what is no longer wanted is moved out. Where one of these
 * cannot be done, all are taken back. Source: contract section 6.
 *
 * @throws FactorioLockError `FAILED` when something is in the way, was changed since the plan, mod-settings.dat cannot
 *   be read, or the disk refuses; `CHECKSUM_MISMATCH` when the store's copy of an archive was changed; `UNSAFE_NAME` when a
 *   file name of the plan cannot become a path; `INTERRUPTED` when the signal fires before the journal. Whatever is thrown,
 *   nothing was changed, unless the hint says that the next run finishes it.
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
    if (project) await readyFor(project);
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
  const keep = kept(record, plan);
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
    tidily(() => clean(control));
    tidily(() => files?.drop());
    throw error;
  }
  finish(control, journal(), files, "first");
  tidily(() => clean(control));
  tidily(() => files?.drop());
  options.onEvent?.({ kind: "installed" });
  return { changed: true, asideFolder: staged.setAside.size > 0 ? asideFolder(control, staged.aside) : undefined };
}
/** The project as the mod directory's journal names it: in a way that holds when both are moved together. */
function partOf({ directory }: Control, { root }: ProjectChange, { id }: FileChange): ProjectPart {
  const real = realpathSync(root);
  return { root: isWithin(real, directory) ? relative(directory, real) || "." : real, id };
}

/** The mod directory as the project's journal names it. */
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
 * The record entries of kept mods, with the stamps known to the plan: ours as recorded, foreign files with
 * the locked content as adopted.
 */
function kept(record: PlacedRecord, plan: InstallPlan): Map<string, PlacedEntry> {
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
