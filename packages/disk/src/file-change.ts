import { randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, realpathSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { FactorioLockError, type Stamp } from "@factorio-lock/core";
import { CONTROL_FOLDER, readControlJson, replaceControlFile } from "./control-file.ts";
import { exists } from "./exists.ts";
import { explain } from "./explain.ts";
import { fileId } from "./file-id.ts";
import { keepOld, type Places, putOldBack } from "./old-file.ts";
import { refuseIrreplaceable } from "./refuse-irreplaceable.ts";
import { renameOverSync } from "./rename-over.ts";
import { isStill, parseStamp, stampOf } from "./stamp.ts";
import { syncFolder } from "./sync-folder.ts";
import { writeNew } from "./write-new.ts";

/** A file that can take part in a change. */
export interface ChangeableFile {
  /** A plain name in the folder. */
  readonly name: string;
  /** Whether a symbolic link under that name is followed, so that the file it leads to is replaced. */
  readonly followed: boolean;
}

/** A file and its new content. */
export interface ChangedFile extends ChangeableFile {
  readonly content: string | Uint8Array;
}

/**
 * A change that replaces several files of one folder together. Until it is dropped, it can be placed and put back any
 * number of times, even after a crash: the new files are staged, the old ones are kept, and a journal in
 * `.factorio-lock/change` lists both. The caller must hold a lock on the folder.
 */
export interface FileChange {
  /** Random, so that it cannot be guessed. Other journals refer to the change by it. */
  readonly id: string;
  /**
   * The id of the larger change that this one belongs to, as given to `prepareFileChange`; undefined if there is none.
   */
  readonly together: string | undefined;
  /** Whether any of the files is currently replaced. */
  isBegun(): boolean;
  /**
   * Replaces the files, each in one rename.
   *
   * @throws FactorioLockError `FAILED` if a file is no longer what it was; the system's errors
   */
  place(): void;
  /** Puts the old files back. @throws the system's errors */
  putBack(): void;
  /** Ends the change: removes the journal, then all staged and kept files. @throws the system's errors */
  drop(): void;
}

interface Entry extends Places, ChangeableFile {
  readonly stamp: Stamp;
  /** The file's previous state; undefined if there was none. */
  readonly old: Stamp | undefined;
}

const JOURNAL_VERSION = 1;

/** The hint if a change was begun but could be neither finished nor undone. */
export const PARTLY_CHANGED = "Run the command again: it finishes what was begun, or takes it back.";

/**
 * Prepares a change: stages the new files, then writes the journal. Nothing is replaced yet. On failure everything
 * prepared is removed again.
 *
 * @throws FactorioLockError `FAILED` if a file evidently cannot be replaced; the system's errors
 */
export function prepareFileChange(root: string, files: readonly ChangedFile[], together?: string): FileChange {
  const control = controlOf(root);
  refuseLink(join(control.root, CONTROL_FOLDER));
  refuseIrreplaceable(files.map((file) => placeOf(control.root, file)));
  const id = randomBytes(16).toString("hex");
  const entries: Entry[] = [];
  try {
    createFolder(join(control.root, CONTROL_FOLDER));
    rmSync(control.folder, { recursive: true, force: true });
    mkdirSync(control.folder);
    for (const file of files) {
      const places = placesOf(control, file, id);
      removeLeftovers(control, places.place);
      const old = lstatSync(places.place, { bigint: true, throwIfNoEntry: false });
      writeNew(places.staged, file.content, old?.isFile() ? Number(old.mode) & 0o777 : 0o644);
      const stamp = stampOf(lstatSync(places.staged, { bigint: true }));
      entries.push({ name: file.name, followed: file.followed, ...places, stamp, old: old && stampOf(old) });
    }
    const listed = Object.fromEntries(entries.map(({ name, stamp, old }) => [name, { stamp, old: old ?? null }]));
    const folder = sealOf(control.folder);
    const journal = { version: JOURNAL_VERSION, id, folder, together, files: listed };
    replaceControlFile(control.journal, `${JSON.stringify(journal)}\n`);
    syncFolder(control.folder);
    return changeOf(control, id, together, entries);
  } catch (error) {
    try {
      discardFileChange(root, files);
    } catch {
      // Leftovers without a journal are harmless, and the next run removes them.
    }
    throw error;
  }
}

/**
 * The change that an earlier process left unfinished; undefined if there is none. A cloned or unpacked folder may
 * contain a forged journal, but nobody can predict the inodes that its files get. The journal is therefore trusted only
 * for the given files, and only if the staged files match its stamps.
 */
export function pendingFileChange(root: string, files: readonly ChangeableFile[]): FileChange | undefined {
  const control = controlOf(root);
  if (!exists(control.journal) || !isRealFolder(join(control.root, CONTROL_FOLDER))) return undefined;
  const journal = isRealFolder(control.folder) ? readControlJson(control.journal) : undefined;
  const { version, id, folder, together, files: listed } = journal ?? {};
  if (
    version !== JOURNAL_VERSION ||
    folder !== sealOf(control.folder) ||
    typeof id !== "string" ||
    !/^[0-9a-f]{32}$/.test(id)
  )
    return undefined;
  const entries: Entry[] = [];
  for (const file of files) {
    const { stamp, old } = entryIn(listed, file.name);
    if (!stamp) continue;
    const places = placesOf(control, file, id);
    if (exists(places.staged) && !isStill(places.staged, stamp)) return undefined;
    entries.push({ name: file.name, followed: file.followed, ...places, stamp, old });
  }
  return changeOf(control, id, typeof together === "string" ? together : undefined, entries);
}

/**
 * Removes the remains of a change without a trusted journal.
 *
 * @throws the system's errors
 */
export function discardFileChange(root: string, files: readonly ChangeableFile[]): void {
  const control = controlOf(root);
  if (!isRealFolder(join(control.root, CONTROL_FOLDER))) return;
  // The journal goes first: without it, nothing acts on the rest. If a later step fails, the next run finds the folder
  // and removes it.
  rmSync(control.journal, { force: true });
  for (const file of files) removeLeftovers(control, placeOf(control.root, file));
  rmSync(control.folder, { recursive: true, force: true });
  try {
    rmdirSync(join(control.root, CONTROL_FOLDER));
  } catch {
    // It also holds other files of this program.
  }
}

/**
 * Replaces several files of one folder: either all of them or, on failure, none.
 *
 * @throws FactorioLockError `FAILED` if a file evidently cannot be replaced; the system's errors
 */
export function replaceFiles(root: string, files: readonly ChangedFile[]): void {
  const change = prepareFileChange(root, files);
  try {
    change.place();
  } catch (error) {
    try {
      change.putBack();
      change.drop();
    } catch {
      throw explain(`${root} was partly changed`, error, { hint: PARTLY_CHANGED });
    }
    throw error;
  }
  try {
    change.drop();
  } catch {
    // The files are replaced; the next run removes the rest.
  }
}

function changeOf(control: Control, id: string, together: string | undefined, entries: readonly Entry[]): FileChange {
  const isNew = ({ place, stamp }: Entry) => isStill(place, stamp);
  return {
    id,
    together,
    isBegun: () => entries.some((entry) => isNew(entry) || !exists(entry.staged)),
    place() {
      for (const entry of entries) {
        const { name, place, staged, old } = entry;
        if (!exists(staged)) continue;
        if (old ? !isStill(place, old) : exists(place)) throw changedMeanwhile(name, place);
        keepOld(entry, false);
        renameOverSync(staged, place);
      }
      for (const folder of new Set(entries.map(({ place }) => dirname(place)))) syncFolder(folder);
    },
    putBack() {
      for (const entry of entries.toReversed()) putOldBack(entry, isNew(entry));
    },
    drop: () => discardFileChange(control.root, entries),
  };
}

interface Control {
  readonly root: string;
  readonly folder: string;
  readonly journal: string;
}

function controlOf(root: string): Control {
  const real = realpathSync(root);
  const folder = join(real, CONTROL_FOLDER, "change");
  return { root: real, folder, journal: join(folder, "journal.json") };
}

/** The real path of a file. */
function placeOf(root: string, { name, followed }: ChangeableFile): string {
  const path = join(root, name);
  if (!followed) return path;
  try {
    return realpathSync(path);
  } catch (error) {
    // A dead link is replaced.
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return path;
    throw error;
  }
}

/**
 * Stages a file that a link leads to in the target's folder, which may be on another disk: a rename cannot cross disks.
 */
function placesOf(control: Control, file: ChangeableFile, id: string): Places {
  const place = placeOf(control.root, file);
  if (dirname(place) === control.root) {
    return { place, staged: join(control.folder, file.name), kept: join(control.folder, `${file.name}.old`) };
  }
  const beside = join(dirname(place), `.${basename(place)}.${id}.factorio-lock`);
  return { place, staged: `${beside}-new`, kept: `${beside}-old` };
}

/** Removes files that a crash left next to a file outside the root, from changes without a journal. */
function removeLeftovers({ root }: Control, place: string): void {
  const folder = dirname(place);
  if (folder === root) return;
  for (const name of readdirSync(folder)) {
    const rest = name.startsWith(`.${basename(place)}.`) ? name.slice(basename(place).length + 2) : "";
    if (/^[0-9a-f]{32}\.factorio-lock-(?:new|old)(?:\.tmp)?$/.test(rest)) rmSync(join(folder, name), { force: true });
  }
}

function entryIn(listed: unknown, name: string): { stamp: Stamp | undefined; old: Stamp | undefined } {
  if (typeof listed !== "object" || listed === null || !Object.hasOwn(listed, name))
    return { stamp: undefined, old: undefined };
  const { stamp, old } = (listed as Record<string, Record<string, unknown> | null>)[name] ?? {};
  return { stamp: parseStamp(stamp), old: parseStamp(old) };
}

/** The folder's inode and creation time in nanoseconds: whoever prepares a repository cannot choose them. */
function sealOf(folder: string): string {
  const stats = lstatSync(folder, { bigint: true });
  return `${fileId(stats)}@${stats.birthtimeNs}`;
}

function isRealFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function createFolder(path: string): void {
  if (!exists(path)) mkdirSync(path);
}

/** Throws if the path is a link or a file: nothing is written through a link. */
function refuseLink(path: string): void {
  if (!exists(path) || isRealFolder(path)) return;
  throw new FactorioLockError("FAILED", `${path} is not a folder but a link or a file. Nothing was changed.`, {
    hint: "remove it: factorio-lock keeps what it is about to change in a folder of that name.",
  });
}

function changedMeanwhile(name: string, path: string): FactorioLockError {
  return new FactorioLockError("FAILED", `${path} was changed by another program at the same time.`, {
    hint: `look at ${name}, and run the command again.`,
  });
}
