import { existsSync, rmdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { CONTROL_FOLDER, explain, makeFolder, takeLock } from "@factorio-lock/disk";
import { controlOf } from "./control.ts";
import { interrupted } from "./interrupted.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/** The right to change a mod directory, until it is released or the process ends, however it ends. */
export interface ModDirectoryHold {
  /**
   * Makes sure that the mod directory is still held, and still the folder at its path: asked before the last step that
   * changes it, and before success is reported.
   *
   * @throws FactorioLockError `FAILED` when it is not, or cannot be changed
   */
  assertHeld(): void;
  /** False if this process may not write to the mod directory: it can only find that nothing is to be changed. */
  readonly canChange: boolean;
  release(): Promise<void>;
}

/** How to wait for a mod directory. */
export interface HoldOptions {
  /** Called once for each other process that is waited for: `factorio-lock install (process 123 on forge, since …)`. */
  readonly onWait?: (holder: string) => void;
  /** Milliseconds to wait; 0 not to wait at all. Ten minutes by default. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** The name of this process as shown to others; `factorio-lock` and its command by default. */
  readonly command?: string;
}

const DEFAULT_LIMIT = 600_000;

/** The lock's name in the folder `.factorio-lock`. */
const LOCK = "lock";

/**
 * Waits until no other process holds the mod directory, and takes it. The directory is made where it is missing.
 *
 * The lock lies in the directory: docs/mod-directory.md, "One at a time". A directory that this process may not write to is
 * not locked, and `assertHeld` fails.
 *
 * @throws FactorioLockError `BUSY` when another process still holds it after `limit`; `FAILED` when the directory cannot
 *   be made or locked; `INTERRUPTED` when the signal fires
 */
export async function holdModDirectory(directory: string, options: HoldOptions = {}): Promise<ModDirectoryHold> {
  const { onWait, limit = DEFAULT_LIMIT, signal, command = thisCommand() } = options;
  const folder = join(resolve(directory), CONTROL_FOLDER);
  const isNew = !existsSync(directory);
  try {
    if (signal?.aborted) throw interrupted();
    await withExplainedErrors(directory, async () => {
      makeFolder(directory);
      controlOf(directory);
    });
    const result = await takeLock(folder, LOCK, { command, limit, onWait, signal, ownThread: true });
    if (result.kind === "aborted") throw interrupted();
    if (result.kind === "busy") throw busy(directory, result.holder);
    const { lock } = result;
    return {
      canChange: true,
      assertHeld() {
        if (!lock.stillHeld()) throw lost(directory);
      },
      async release() {
        lock.release();
        removeIfEmpty(folder);
        if (isNew) removeIfEmpty(resolve(directory));
      },
    };
  } catch (error) {
    const fault = isForbidden(error) ? "cannot be written" : "could not be locked";
    const failure = explain(`The mod directory ${directory} ${fault}`, error);
    if (!isForbidden(error)) throw failure;
    const { message, hint } = failure as FactorioLockError;
    const reads = "`factorio-lock verify` and `factorio-lock list` only read it.";
    const forbidden = new FactorioLockError("FAILED", message, { hint: `${hint} ${reads}`, cause: error });
    return {
      canChange: false,
      assertHeld() {
        throw forbidden;
      },
      release: async () => {},
    };
  }
}

/** Whether this process may not write: on a disk that is read-only, or in another user's folder. */
function isForbidden(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EROFS" || code === "EACCES" || code === "EPERM";
}

/** No arguments: they may hold an address with a password, and others read them. */
function thisCommand(): string {
  const name = process.argv[2] ?? "";
  return /^[a-z][a-z-]{0,30}$/.test(name) ? `factorio-lock ${name}` : "factorio-lock";
}

function busy(directory: string, holder: string): FactorioLockError {
  return new FactorioLockError("BUSY", `The mod directory ${directory} is in use by ${holder}.`, {
    hint: "wait until it has ended, or end it, and run the command again.",
  });
}

function lost(directory: string): FactorioLockError {
  const message = `The mod directory ${directory} was replaced or taken over by another process while this one worked on it.`;
  return new FactorioLockError("FAILED", message, {
    hint: "make sure that nothing else removes or replaces that folder, and run the command again.",
  });
}

/** A command that fails leaves no folder behind. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It has a record, or others are in it.
  }
}
