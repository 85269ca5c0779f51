import { existsSync, rmdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { CONTROL_FOLDER, explain, makeFolder, takeLock } from "@factorio-lock/disk";
import { controlOf } from "./control.ts";
import { interrupted } from "./interrupted.ts";
import { withExplainedErrors } from "./with-explained-errors.ts";

/** The right to change a mod directory. It ends when released, or when the process ends for whatever reason. */
export interface ModDirectoryHold {
  /**
   * Checks that the mod directory is still held and still the same folder. Called before the last step that changes it,
   * and before success is reported.
   *
   * @throws FactorioLockError `FAILED` if it is not, or is not writable
   */
  assertHeld(): void;
  /**
   * False if this process may not write to the mod directory. A command can then succeed only if nothing has to change.
   */
  readonly canChange: boolean;
  release(): Promise<void>;
}

/** Options for waiting for a mod directory. */
export interface HoldOptions {
  /**
   * Called once for each process that is waited for, with its description: `factorio-lock install (process 123 on
   * forge, since …)`.
   */
  readonly onWait?: (holder: string) => void;
  /** The longest wait in milliseconds; 0 means not to wait. Ten minutes by default. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** The name under which others see this process; by default `factorio-lock` and its command. */
  readonly command?: string;
}

const DEFAULT_LIMIT_MS = 600_000;

/** The name of the lock in the folder `.factorio-lock`. */
const LOCK = "lock";

/**
 * Waits until no other process holds the mod directory, then takes it. Creates the directory if it is missing.
 *
 * The lock is in the directory itself: see "One at a time" in docs/mod-directory.md. A directory that this process may
 * not write to is not locked; `assertHeld` then throws.
 *
 * @throws FactorioLockError `BUSY` if another process still holds it after `limit`; `FAILED` if the directory cannot be
 *   created or locked; `INTERRUPTED` if the signal aborts
 */
export async function holdModDirectory(directory: string, options: HoldOptions = {}): Promise<ModDirectoryHold> {
  const { onWait, limit = DEFAULT_LIMIT_MS, signal, command = thisCommand() } = options;
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

/** Whether an error means that this process may not write: the disk is read-only, or the folder is another user's. */
function isForbidden(error: unknown): boolean {
  const { code } = error as NodeJS.ErrnoException;
  return code === "EROFS" || code === "EACCES" || code === "EPERM";
}

/** The command without its arguments: they may contain a URL with a password, and other users can read them. */
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

/** Removes an empty folder, so that a failed command leaves none behind. */
function removeIfEmpty(folder: string): void {
  try {
    rmdirSync(folder);
  } catch {
    // It contains a record, or other processes use it.
  }
}
