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

/** A file with the content that it gets. */
export interface ChangedFile extends ChangeableFile {
  readonly content: string | Uint8Array;
}

/**
 * Files of one folder that are replaced together. Until it is dropped a change can be made and taken back again, each
 * any number of times and also after a crash: new files wait next to their places, old ones are kept, and a journal in
 * `.factorio-lock/change` names both. Whoever works with it must exclude others from the folder.
 */
export interface FileChange {
  /** Nobody can guess it: other journals name the change by it. */
  readonly id: string;
  /** The change that this one is part of, as named by its preparer; undefined for a single change. */
  readonly together: string | undefined;
  /** Whether any of the files was replaced, and not put back. */
  isBegun(): boolean;
  /**
   * Replaces the files, each in one rename.
   *
   * @throws FactorioLockError `FAILED` if a file is no longer what it was; the system's errors
   */
  place(): void;
  /** Puts the old files back. @throws the system's errors */
  putBack(): void;
  /** Ends it: removes the journal, and then all that waits or is kept. @throws the system's errors */
  drop(): void;
}

interface Entry extends Places, ChangeableFile {
  readonly stamp: Stamp;
  /** The file's previous state; undefined if there was none. */
  readonly old: Stamp | undefined;
}

const JOURNAL_VERSION = 1;

/** The hint where a change was begun, and could neither be finished nor taken back. */
export const PARTLY_CHANGED = "Run the command again: it finishes what was begun, or takes it back.";

/**
 * Prepares a change: writes the new files next to their places, and then the journal. Nothing is replaced yet. On failure
 * what was prepared is removed again.
 *
 * @throws FactorioLockError `FAILED` if it shows already that a file cannot be replaced; the system's errors
 */
export function prepareFileChange(root: string, files: readonly ChangedFile[], together?: string): FileChange {
  const control = controlOf(root);
  refuseLink(join(control.root, CONTROL_FOLDER));
  refuseIrreplaceable(files.map((file) => placeOf(control.root, file)));
  const id = randomBytes(16).toString("hex");
  const entries: Entry[] = [];
  try {
    makeReal(join(control.root, CONTROL_FOLDER));
    rmSync(control.folder, { recursive: true, force: true });
    mkdirSync(control.folder);
    for (const file of files) {
      const places = placesOf(control, file, id);
      removeLeft(control, places.place);
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
      // Leftovers without a journal are harmless, or are swept by the next run.
    }
    throw error;
  }
}

/**
 * The change that a process left when it ended; undefined when there is none. A folder that was cloned or unpacked may
 * bring any journal, but it cannot know the inodes that it gets: only the files given are believed, and only where what
 * waits is what the journal says.
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
 * Removes what is left of a change that has no journal, or whose journal is not to be believed.
 *
 * @throws the system's errors
 */
export function discardFileChange(root: string, files: readonly ChangeableFile[]): void {
  const control = controlOf(root);
  if (!isRealFolder(join(control.root, CONTROL_FOLDER))) return;
  // First of all: nothing is done without it. What a failure leaves is removed by the next run, as the folder is there.
  rmSync(control.journal, { force: true });
  for (const file of files) removeLeft(control, placeOf(control.root, file));
  rmSync(control.folder, { recursive: true, force: true });
  try {
    rmdirSync(join(control.root, CONTROL_FOLDER));
  } catch {
    // Other things of ours lie there.
  }
}

/**
 * Replaces files of one folder together: all or, if that fails, none.
 *
 * @throws FactorioLockError `FAILED` if it shows beforehand; the system's errors
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
    // It is done; what is left is dropped by the next run.
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

/** Where a file really is. */
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

/** Files that lie behind a link to another place are staged there: it may be another disk. */
function placesOf(control: Control, file: ChangeableFile, id: string): Places {
  const place = placeOf(control.root, file);
  if (dirname(place) === control.root) {
    return { place, staged: join(control.folder, file.name), kept: join(control.folder, `${file.name}.old`) };
  }
  const beside = join(dirname(place), `.${basename(place)}.${id}.factorio-lock`);
  return { place, staged: `${beside}-new`, kept: `${beside}-old` };
}

/** Removes what a crash left next to a file that is elsewhere, of changes that have no journal any more. */
function removeLeft({ root }: Control, place: string): void {
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

/** Its inode and the nanosecond in which it was made: nobody who makes a repository can choose them. */
function sealOf(folder: string): string {
  const stats = lstatSync(folder, { bigint: true });
  return `${fileId(stats)}@${stats.birthtimeNs}`;
}

function isRealFolder(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}

function makeReal(path: string): void {
  if (!exists(path)) mkdirSync(path);
}

/** Nothing is written through a link. */
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
