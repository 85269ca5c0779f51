import { statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder } from "@factorio-lock/disk";
import { explained } from "./explained.ts";
import { type Claimed, claim } from "./hold-socket.ts";
import { interrupted, throwIfInterrupted } from "./interrupted.ts";

/** The right to change a mod directory, until it is released or the process ends, however it ends. */
export interface ModDirectoryHold {
  release(): Promise<void>;
}

/** How to wait for a mod directory. */
export interface HoldOptions {
  /** Called once for each other process that is waited for, with words such as `factorio-lock install (process 123)`. */
  readonly onWait?: (holder: string) => void;
  /** Milliseconds to wait; 0 not to wait at all. Ten minutes by default. */
  readonly limit?: number;
  readonly signal?: AbortSignal;
  /** What others are told about this process; the command line by default. */
  readonly command?: string;
}

const DEFAULT_LIMIT = 600_000;

/**
 * Waits until no other process holds the mod directory, and takes it. The directory is made where it is missing.
 *
 * The hold is a socket that listens: the system closes it with the process, also on `kill -9`, and whoever waits is
 * connected to it and notices at once. docs/mod-directory.md tells its limits.
 *
 * @throws FactorioLockError `BUSY` when another process still holds it after `limit`; `FAILED` when the directory cannot
 *   be made; `INTERRUPTED` when the signal fires
 */
export async function holdModDirectory(directory: string, options: HoldOptions = {}): Promise<ModDirectoryHold> {
  const { onWait, limit = DEFAULT_LIMIT, signal } = options;
  throwIfInterrupted(signal);
  const address = await explained(directory, async () => holdAddress(directory));
  const about = { pid: process.pid, command: options.command ?? ["factorio-lock", ...process.argv.slice(2)].join(" ") };
  const deadline = Date.now() + limit;
  let told: string | undefined;
  for (;;) {
    const claimed: Claimed = await claim(address, about, signal);
    if (claimed.kind === "held") return { release: () => claimed.release() };
    const { holder, gone } = claimed;
    try {
      const left = deadline - Date.now();
      if (left <= 0) throw busy(directory, holder);
      if (holder !== told) onWait?.(holder);
      told = holder;
      await waitFor(gone, left, signal);
    } finally {
      claimed.leave();
    }
  }
}

function busy(directory: string, holder: string): FactorioLockError {
  return new FactorioLockError("BUSY", `The mod directory ${directory} is in use by ${holder}.`, {
    hint: "Wait until it has ended, or end it, and run the command again.",
  });
}

/** Ends when the holder is gone, or when the time is up. */
async function waitFor(gone: Promise<void>, time: number, signal: AbortSignal | undefined): Promise<void> {
  throwIfInterrupted(signal);
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(resolve, time);
    const abort = () => reject(interrupted());
    signal?.addEventListener("abort", abort, { once: true });
    void gone.then(resolve);
    void gone.finally(() => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", abort);
    });
  });
}

/** The same directory has the same address, by whatever path it is reached. */
function holdAddress(directory: string): string {
  makeFolder(directory);
  const { dev, ino } = statSync(directory, { bigint: true });
  const name = `factorio-lock-${dev}-${ino}`;
  if (process.platform === "win32") return `\\\\.\\pipe\\${name}`;
  return process.platform === "linux" ? `\0${name}` : join(tmpdir(), `${name}.sock`);
}
