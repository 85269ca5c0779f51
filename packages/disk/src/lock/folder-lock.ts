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

/** A lock that this process has. */
export interface FolderLock {
  /** Stands for this process in the folder. */
  readonly token: string;
  /**
   * Whether it is still this process's, at the path where it was taken. False if the folder was replaced, the lock was
   * removed, or this process did not beat for so long that another took it for dead.
   */
  stillHeld(): boolean;
  /** Lets others in. */
  release(): void;
}

/** The outcome of waiting for a lock. */
export type LockResult =
  | { readonly kind: "held"; readonly lock: FolderLock }
  /** Another process still has it; it is described in words. */
  | { readonly kind: "busy"; readonly holder: string }
  | { readonly kind: "aborted" };

/** How to wait for a lock. */
export interface LockOptions {
  /** The name of this process as shown to others, such as `factorio-lock install`. */
  readonly command: string;
  /** Milliseconds to wait; 0 not to wait at all. */
  readonly limit: number;
  /** Called once for each other process that is waited for, with its description. */
  readonly onWait?: ((holder: string) => void) | undefined;
  /** Asked before each look: true ends the wait as `busy`. */
  readonly givesUp?: ((token: string) => boolean) | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Lets the lock be kept while this thread is busy for long. */
  readonly ownThread?: boolean;
  /** Milliseconds; only differences mean something. */
  readonly now?: () => number;
}

const FIRST_PAUSE = 5;
const LONGEST_PAUSE = 200;

/** So often in a row can a lock be free when looked at and not when taken, before that means something else. */
const MAX_TRIES = 100;

/**
 * Waits until no other process has the lock of that name in a folder, and takes it. All that excludes lies in the folder:
 * docs/mod-directory.md, "One at a time", tells how.
 *
 * @throws the system's errors where no lock can be made, or one that a dead process left cannot be removed
 */
export async function takeLock(folder: string, name: string, options: LockOptions): Promise<LockResult> {
  const { limit, onWait, givesUp, signal, now = () => performance.now() } = options;
  const path = join(folder, name);
  const deadline = now() + limit;
  let watched: { readonly mark: string; readonly lease: Lease } | undefined;
  let isAnnounced = false;
  let pause = FIRST_PAUSE;
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
      // Should it live after all, it finds both gone.
      removeMark(path, mark);
      removePresence(folder, token);
      continue;
    }
    const left = deadline - now();
    const holder = describeHolder(life.holder);
    if (left <= 0 || givesUp?.(token)) return { kind: "busy", holder };
    if (!isAnnounced) onWait?.(holder);
    isAnnounced = true;
    await pauseFor(Math.min(pause, left), signal);
    pause = Math.min(pause * 1.5, LONGEST_PAUSE);
  }
}

async function pauseFor(time: number, signal: AbortSignal | undefined): Promise<void> {
  await sleep(time, undefined, signal ? { signal } : {}).catch(() => {});
}

let marks = 0;

/** The folders in which this process has looked for what dead ones left. */
const swept = new Set<string>();

/**
 * A lock is a folder with one file, its holder's mark. It comes by the rename of a prepared one, which the system carries
 * out only if there is no such folder or an empty one: of several processes one succeeds. It goes by removing the mark,
 * whose name is never used again: nobody can remove a lock that another has just taken.
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
    rename(prepared, path, mark);
    const lock = held(path, mark, presence);
    if (options.ownThread) await presence.beatOnOwnThread();
    return lock;
  } catch (error) {
    if (prepared) removeQuietly(prepared);
    presence?.close();
    if (isTaken(error, path)) return undefined;
    throw error;
  }
}

/** Whoever may change the folder around a lock may take it over, whatever the umask of who made it. */
function prepare(path: string, mark: string, folder: string): void {
  mkdirSync(path);
  closeSync(openSync(join(path, mark), "wx"));
  const [own, around] = [statSync(path), statSync(folder)];
  try {
    if (own.gid !== around.gid) chownSync(path, -1, around.gid);
    if ((own.mode & 0o777) !== (around.mode & 0o777)) chmodSync(path, around.mode & 0o777);
  } catch {
    // Another's folder, or a file system without owners.
  }
}

/** Files that file managers leave in folders. */
const LITTER = [".DS_Store", "Thumbs.db", "desktop.ini"];

/** Makes way for a lock if there is none: a folder without a mark, or something else of that name. */
function clearAway(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats) return;
  if (!stats.isDirectory()) return unlinkSync(path);
  for (const name of namesIn(path)) if (LITTER.includes(name)) rmSync(join(path, name), { force: true });
  removeIfEmpty(path);
}

function rename(from: string, to: string, mark: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    // A network file system may repeat a call whose answer was lost, and then report that it fails.
    if (!existsSync(join(to, mark))) throw error;
  }
}

/** Whether taking a lock failed because another process was faster, or does the same at this moment. */
function isTaken(error: unknown, path: string, platform: NodeJS.Platform = process.platform): boolean {
  const { code } = error as NodeJS.ErrnoException;
  if (code === "EEXIST" || code === "ENOTEMPTY" || code === "ENOENT" || markIn(path) !== undefined) return true;
  return platform === "win32" && isHeld(error, platform);
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // The error that made the lock fail is the one to report; leftovers are swept later.
  }
}

function held(path: string, mark: string, presence: Presence): FolderLock {
  const file = join(path, mark);
  const letGo = () => {
    try {
      removeMark(path, mark);
    } catch {
      // The disk refuses. Without this process's presence it holds nobody up.
    }
  };
  const takeBack = atExit(letGo);
  let isReleased = false;
  return {
    token: presence.token,
    stillHeld: () => !isReleased && existsSync(file) && presence.isThere(),
    release() {
      if (isReleased) return;
      isReleased = true;
      takeBack();
      letGo();
      presence.close();
    },
  };
}
