import { readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { lstat, readFile, rename, unlink } from "node:fs/promises";
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
  release(): void;
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
    if (create(path)) {
      if (!options.isDone()) return { release: () => release(path) };
      release(path);
      return undefined;
    }
    const state = await stateOf(folder, sha1);
    if (state === "dead") await drop(path);
    if (state !== "held") continue;
    if (!waiting) options.onWait?.();
    waiting = true;
    await sleep(pause, undefined, options.signal ? { signal: options.signal } : {}).catch(() => {
      throw interrupted();
    });
    pause = Math.min(pause * 1.5, 200);
  }
}

/** Three short system calls: not worth three promises for each archive. */
function create(path: string): boolean {
  try {
    writeFileSync(path, thisProcess(), { flag: "wx" });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

async function stateOf(folder: string, sha1: string): Promise<"held" | "dead" | "gone"> {
  const path = join(folder, claimName(sha1));
  const owner = await readFile(path, "latin1").catch(unlessGone);
  const stats = await lstat(path).catch(unlessGone);
  if (owner === undefined || stats === undefined) return "gone";
  if (owner === "") return Date.now() - stats.mtimeMs < UNSIGNED ? "held" : "dead";
  if (ownerState(owner) !== "alive") return "dead";
  const bytes = await lstat(join(folder, bytesName(sha1, owner))).catch(unlessGone);
  const active = Math.max(stats.mtimeMs, bytes?.mtimeMs ?? 0);
  return Date.now() - active < INACTIVE ? "held" : "dead";
}

/** Takes a claim away in one step, so that of several processes that saw it dead one removes it. */
async function drop(path: string): Promise<void> {
  const away = `${path.slice(0, -".claim".length)}.${thisProcess()}.claim-dropped`;
  await rename(path, away).catch(unlessGone);
  await unlink(away).catch(unlessGone);
}

function release(path: string): void {
  try {
    if (readFileSync(path, "latin1") === thisProcess()) unlinkSync(path);
  } catch (error) {
    unlessGone(error);
  }
}
