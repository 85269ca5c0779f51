import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
} from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isHeld } from "../is-held.ts";
import { makeFolder } from "../make-folder.ts";
import { atExit } from "./at-exit.ts";
import { describeHolder } from "./holder.ts";
import { type Lease, startLease } from "./lease.ts";
import { lifeOf } from "./life.ts";
import { markIn, markOf, namesIn, removeIfEmpty, removeMark, tokenOfMark } from "./mark.ts";
import { openPresence, type Presence } from "./presence.ts";
import { removePresence } from "./presence-file.ts";
import { sweepDead } from "./sweep.ts";

/** A lock held by this process. */
export interface FolderLock {
  /** Identifies this process in the folder. */
  readonly token: string;
  /**
   * Whether this process still holds the lock at the original path. False if the folder was replaced, the lock was
   * removed, or this process sent no heartbeat for so long that another presumed it dead.
   */
  stillHeld(): boolean;
  /** Releases the lock. */
  release(): void;
}

/** The outcome of waiting for a lock. */
export type LockResult =
  | { readonly kind: "held"; readonly lock: FolderLock }
  /** Another process still holds the lock; `holder` describes it. */
  | { readonly kind: "busy"; readonly holder: string }
  | { readonly kind: "aborted" };

/** How to wait for a lock. */
export interface LockOptions {
  /** The name under which others see this process, such as `factorio-lock install`. */
  readonly command: string;
  /** The longest wait in milliseconds; 0 means not to wait. */
  readonly limit: number;
  /** Called once for each process that is waited for, with its description. */
  readonly onWait?: ((holder: string) => void) | undefined;
  /** Called on each check with the holder's token; returning true ends the wait as `busy`. */
  readonly givesUp?: ((token: string) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Sends heartbeats from a separate thread, so that the lock is kept while this thread is busy. */
  readonly ownThread?: boolean;
  /** A clock in milliseconds; only differences are used. */
  readonly now?: () => number;
}

const FIRST_PAUSE_MS = 5;
const MAX_PAUSE_MS = 200;

/**
 * How often in a row taking an apparently free lock may fail. More failures cannot be explained by competing processes.
 */
const MAX_TRIES = 100;

/**
 * Waits until no other process holds the named lock of a folder, then takes it. The locking uses only files in that
 * folder; see "One at a time" in docs/mod-directory.md.
 *
 * @throws the system's errors if the lock cannot be created, or a dead process's lock cannot be removed
 */
export async function takeLock(folder: string, name: string, options: LockOptions): Promise<LockResult> {
  const { limit, onWait, givesUp, signal, now = () => performance.now() } = options;
  const path = join(folder, name);
  // The clock is read, and loaded, only where there is something to wait for.
  let deadline: number | undefined;
  let watched: { readonly mark: string; readonly lease: Lease } | undefined;
  let isAnnounced = false;
  let pause = FIRST_PAUSE_MS;
  for (let tries = 0; ; ) {
    if (signal?.aborted) return { kind: "aborted" };
    const mark = markIn(path);
    if (mark === undefined) {
      const lock = await take(folder, path, options);
      if (lock) return { kind: "held", lock };
      tries += 1;
      if (tries >= MAX_TRIES) return { kind: "busy", holder: "another process" };
      await pauseFor(Math.random() * Math.min(tries, 20), signal);
      continue;
    }
    tries = 0;
    const token = tokenOfMark(mark) as string;
    const life = await lifeOf(folder, token);
    if (watched?.mark !== mark) {
      watched = { mark, lease: startLease(now) };
      isAnnounced = false;
    }
    if (watched.lease.isOver(life)) {
      // If the process is alive after all, it notices that both are gone.
      removeMark(path, mark);
      removePresence(folder, token);
      continue;
    }
    deadline ??= now() + limit;
    const left = deadline - now();
    const holder = describeHolder(life.holder);
    if (left <= 0 || givesUp?.(token)) return { kind: "busy", holder };
    if (!isAnnounced) onWait?.(holder);
    isAnnounced = true;
    await pauseFor(Math.min(pause, left), signal);
    pause = Math.min(pause * 1.5, MAX_PAUSE_MS);
  }
}

async function pauseFor(time: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(time, undefined, signal ? { signal } : {}).catch(() => {});
}

let marks = 0;

/** The folders in which this process has already removed leftovers of dead processes. */
const swept = new Set<string>();

/**
 * A lock is a folder with one file, its holder's mark. To take the lock, a prepared folder is renamed to its path; the
 * system allows that only if the target is missing or empty, so exactly one of several processes succeeds. To release
 * it, the mark is removed; its name is never reused, so nobody can remove a lock that another process has just taken.
 */
async function take(folder: string, path: string, options: LockOptions): Promise<FolderLock | undefined> {
  makeFolder(folder);
  let presence: Presence | undefined;
  let prepared: string | undefined;
  try {
    if (!swept.has(folder)) await sweepDead(folder);
    swept.add(folder);
    presence = await openPresence(folder, options.command);
    marks += 1;
    const mark = markOf(presence.token, marks);
    prepared = join(folder, `${presence.token}.${marks}.new`);
    prepare(prepared, mark, folder);
    clearAway(path);
    renameToLock(prepared, path, mark);
    const lock = heldLock(path, mark, presence);
    if (options.ownThread) await presence.beatOnOwnThread();
    return lock;
  } catch (error) {
    if (prepared) removeQuietly(prepared);
    presence?.close();
    if (isTaken(error, path)) return undefined;
    throw error;
  }
}

/**
 * Gives the lock the group and permissions of its folder, so that everyone who may write to the folder can take over a
 * stale lock, whatever the umask of its creator.
 */
function prepare(path: string, mark: string, folder: string): void {
  mkdirSync(path);
  closeSync(openSync(join(path, mark), "wx"));
  const [own, around] = [statSync(path), statSync(folder)];
  try {
    if (own.gid !== around.gid) chownSync(path, -1, around.gid);
    if ((own.mode & 0o777) !== (around.mode & 0o777)) chmodSync(path, around.mode & 0o777);
  } catch {
    // The folder belongs to another user, or the file system has no owners.
  }
}

/** Files that file managers create in folders. */
const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Removes whatever is at the lock's path if it is not a held lock: a folder without a mark, or a file of that name. */
function clearAway(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory()) return unlinkSync(path);
  for (const name of namesIn(path)) if (LITTER.includes(name)) rmSync(join(path, name), { force: true });
  removeIfEmpty(path);
}

/**
 * Does not retry as `renameOver` does: on Windows, renaming onto a held lock fails with the same error codes, and
 * `takeLock` tries again after any of them.
 */
function renameToLock(from: string, to: string, mark: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // A network file system may repeat a call whose reply was lost and report the failure of the second.
    if (!existsSync(join(to, mark))) throw error;
  }
}

/** Whether taking a lock failed because another process took it first or is taking it now. */
function isTaken(error: unknown, path: string, platform: NodeJS.Platform = process.platform): boolean {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EEXIST" || code === "ENOTEMPTY" || code === "ENOENT" || markIn(path) !== undefined) return true;
  return platform === "win32" && isHeld(error, platform);
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The original error is the one to report; leftovers are removed later.
  }
}

function heldLock(path: string, mark: string, presence: Presence): FolderLock {
  const file = join(path, mark);
  const removeOwnMark = () => {
    try {
      removeMark(path, mark);
    } catch {
      // The mark cannot be removed. Without this process's presence, it blocks nobody.
    }
  };
  const cancelAtExit = atExit(removeOwnMark);
  let isReleased = false;
  return {
    token: presence.token,
    stillHeld: () => !isReleased && existsSync(file) && presence.isThere(),
    release() {
      if (isReleased) return;
      isReleased = true;
      cancelAtExit();
      removeOwnMark();
      presence.close();
    },
  };
}
