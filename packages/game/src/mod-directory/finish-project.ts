import { lstatSync, realpathSync } from "node:fs";
import { join, resolve } from "node:path";
import {
  CONTROL_FOLDER,
  discardFileChange,
  exists,
  explain,
  type FileChange,
  PARTLY_CHANGED,
} from "@factorio-lock/disk";
import { controlOf } from "./control.ts";
import { finishInterrupted } from "./finish-interrupted.ts";
import { type HoldOptions, holdModDirectory } from "./hold.ts";
import { holdProject, PROJECT_FILES, pendingIn } from "./project-files.ts";
import { readRecord } from "./record.ts";

/** Options of `finishProject`. */
export interface FinishOptions extends HoldOptions {
  /** A mod directory that the caller already holds. */
  readonly held?: string | undefined;
}

/**
 * Finishes or undoes an interrupted change of `mods.yaml`, `mods.lock` and a mod directory, wherever that directory is.
 * Its journal decides which; after that is done, its record.
 *
 * @throws FactorioLockError `FAILED` if neither is possible; `BUSY` if another process holds it for too long;
 *   `INTERRUPTED`
 */
export async function finishProject(root: string, options: FinishOptions = {}): Promise<void> {
  try {
    await finishPending(root, options);
  } catch (error) {
    throw explain(`What was begun in ${root} could not be finished`, error);
  }
}

async function finishPending(root: string, { held, ...options }: FinishOptions): Promise<void> {
  const pending = pendingIn(root);
  if (!pending) return tidyUp(root);
  const directory = pending.together === undefined ? undefined : resolve(root, pending.together);
  if (directory === undefined || !exists(directory)) return settle(root, undefined, options);
  const isHeld = held !== undefined && exists(held) && realpathSync(held) === realpathSync(directory);
  const hold = isHeld ? undefined : await holdModDirectory(directory, options);
  try {
    await finishInterrupted(controlOf(directory), options.signal);
    await settle(root, directory, options);
  } finally {
    await hold?.release();
  }
}

/**
 * Removes the leftovers of a command that ended before it wrote its journal, unless another process is working there.
 */
async function tidyUp(root: string): Promise<void> {
  const folder = join(root, CONTROL_FOLDER);
  if (!lstatSync(folder, { throwIfNoEntry: false })?.isDirectory()) return;
  const change = join(folder, "change");
  if (!exists(change) && exists(join(folder, "record.json"))) return;
  try {
    const hold = await holdModDirectory(root, { limit: 0 });
    if (hold.canChange && !pendingIn(root)) discardFileChange(root, PROJECT_FILES);
    await hold.release();
  } catch {
    // Another process is working there, or the folder is not writable. The leftovers are harmless.
  }
}

/** Finishes the project's part of a change, once its mod directory has no journal. */
async function settle(root: string, directory: string | undefined, { signal }: HoldOptions): Promise<void> {
  const hold = await holdProject(root, directory, signal);
  try {
    const pending = pendingIn(root);
    if (pending) end(root, pending, directory);
  } finally {
    await hold.release();
  }
}

/**
 * Places or drops the pending change. The project's files are replaced before the mod directory changes, so if that was
 * begun, or the directory has recorded the change, it is completed.
 */
function end(root: string, pending: FileChange, directory: string | undefined): void {
  const isMade =
    pending.together === undefined ||
    pending.isBegun() ||
    (directory !== undefined && readRecord(controlOf(directory)).change === pending.id);
  try {
    if (isMade) pending.place();
  } catch (error) {
    putBack(root, pending, error);
  }
  pending.drop();
}

function putBack(root: string, pending: FileChange, reason: unknown): void {
  try {
    pending.putBack();
  } catch {
    throw explain(`${root} was partly changed`, reason, { hint: PARTLY_CHANGED });
  }
}
