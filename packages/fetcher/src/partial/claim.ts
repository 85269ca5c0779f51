import { lstat, open, readFile, rename, unlink } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { interrupted, throwIfInterrupted } from "../interrupted.ts";
import { unlessGone } from "../store/list-archives.ts";
import { bytesName, claimName } from "./names.ts";
import { ownerState, thisProcess } from "./owner.ts";

/** A holder that has written nothing for so long, in milliseconds, is waited for no more. */
const INACTIVE = 60_000;

/** How long a claim may be without its owner's name: the time between making and writing it. */
const UNSIGNED = 2_000;

/** The word of this process that it downloads an archive. */
export interface Claim {
  release(): Promise<void>;
}

/** How to wait for a claim. */
export interface ClaimOptions {
  /** Whether the archive has come in the meantime: then nothing is left to claim. */
  isDone(): boolean;
  /** Told once, when another process has the claim and is waited for. */
  onWait?(): void;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Claims the download of an archive, so that processes on one store do not fetch the same bytes twice. While a living
 * process has the claim, this waits. A claim whose holder died, hangs, or cannot be looked up (another machine or
 * container) is dropped. See docs/store.md, "Several processes".
 *
 * A claim saves traffic and guards nothing: should two processes hold it, each writes to a file of its own.
 *
 * @returns undefined when the archive has come
 * @throws FactorioLockError `INTERRUPTED`; the system's errors
 */
export async function claimArchive(folder: string, sha1: string, options: ClaimOptions): Promise<Claim | undefined> {
  const path = join(folder, claimName(sha1));
  for (let pause = 10, waiting = false; ; ) {
    throwIfInterrupted(options.signal);
    if (options.isDone()) return undefined;
    if (await create(path)) {
      if (!options.isDone()) return { release: () => release(path) };
      await release(path);
      return undefined;
    }
    if (!(await isHeld(folder, sha1))) {
      await drop(path);
      continue;
    }
    if (!waiting) options.onWait?.();
    waiting = true;
    await sleep(pause, undefined, options.signal ? { signal: options.signal } : {}).catch(() => {
      throw interrupted();
    });
    pause = Math.min(pause * 1.5, 200);
  }
}

async function create(path: string): Promise<boolean> {
  try {
    const handle = await open(path, "wx");
    try {
      await handle.write(thisProcess());
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function isHeld(folder: string, sha1: string): Promise<boolean> {
  const path = join(folder, claimName(sha1));
  const owner = await readFile(path, "latin1").catch(unlessGone);
  const stats = await lstat(path).catch(unlessGone);
  if (owner === undefined || stats === undefined) return false;
  if (owner === "") return Date.now() - stats.mtimeMs < UNSIGNED;
  if (ownerState(owner) !== "alive") return false;
  const bytes = await lstat(join(folder, bytesName(sha1, owner))).catch(unlessGone);
  return Date.now() - Math.max(stats.mtimeMs, bytes?.mtimeMs ?? 0) < INACTIVE;
}

/** Takes a claim away in one step, so that of several processes that saw it dead one removes it. */
async function drop(path: string): Promise<void> {
  const away = `${path.slice(0, -".claim".length)}.${thisProcess()}.claim-dropped`;
  await rename(path, away).catch(unlessGone);
  await unlink(away).catch(unlessGone);
}

async function release(path: string): Promise<void> {
  const owner = await readFile(path, "latin1").catch(unlessGone);
  if (owner === thisProcess()) await unlink(path).catch(unlessGone);
}
