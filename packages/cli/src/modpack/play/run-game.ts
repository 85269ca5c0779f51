import { spawn } from "node:child_process";
import { constants } from "node:os";
import { FactorioLockError } from "@factorio-lock/core";
import type { Invocation } from "./invocation.ts";

/** How to run a child process. */
export interface RunOptions {
  readonly cwd: string;
  /** Where its output goes: `inherit`: where ours goes; `stderr`: all to our stderr; `captured`: its end is returned. */
  readonly output: "inherit" | "stderr" | "captured";
  /** Stops it: by SIGTERM, then by SIGKILL. */
  readonly signal?: AbortSignal;
  /** Listens to the signals of this process, to pass them on; without it, only `signal` stops the child. */
  readonly takeSignals?: (listener: (signal: NodeJS.Signals) => void) => () => void;
  /** Whether a terminal sends Ctrl-C to the child as well. */
  readonly sharesTerminal?: boolean;
  /** The time after which it is stopped. */
  readonly limitMs?: number;
}

/** How a child process ended. */
export interface Ended {
  /** Its exit code, or 128 and the number of the signal that ended it. */
  readonly code: number;
  /** The end of its output, if that was captured. */
  readonly output: string;
  readonly timedOut: boolean;
  readonly milliseconds: number;
}

/** The maximum number of characters of captured output. */
const MAX_OUTPUT = 4 * 2 ** 20;

/** How long a child may take to end after SIGTERM. */
const GRACE_MS = 5000;

/**
 * Runs a program until it ends. Signals of this process are passed on to it.
 *
 * @throws FactorioLockError FAILED if it cannot be started
 */
export async function runGame(
  { file, args, env }: Pick<Invocation, "file" | "args" | "env">,
  options: RunOptions,
): Promise<Ended> {
  const { cwd, output, signal, takeSignals, sharesTerminal = false, limitMs } = options;
  const started = performance.now();
  const child = spawn(file, [...args], {
    cwd,
    env: { ...env },
    stdio: output === "inherit" ? "inherit" : output === "stderr" ? ["inherit", 2, 2] : ["ignore", "pipe", "pipe"],
    windowsHide: output === "captured",
  });
  let captured = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      captured = (captured + text).slice(-MAX_OUTPUT);
    });
  }
  let timedOut = false;
  let force: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill("SIGTERM");
    force ??= setTimeout(() => child.kill("SIGKILL"), GRACE_MS);
  };
  const timer =
    limitMs === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          end();
        }, limitMs);
  const release = takeSignals?.((name) => {
    if (!(sharesTerminal && name === "SIGINT")) child.kill(name);
  });
  if (!takeSignals) signal?.addEventListener("abort", end, { once: true });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) => reject(cannotStart(file, error)));
      child.once("close", (status, by) => resolve(status ?? 128 + (by ? (constants.signals[by] ?? 0) : 0)));
    });
    return { code, output: captured, timedOut, milliseconds: performance.now() - started };
  } finally {
    clearTimeout(timer);
    clearTimeout(force);
    release?.();
    signal?.removeEventListener("abort", end);
  }
}

function cannotStart(file: string, error: NodeJS.ErrnoException): FactorioLockError {
  const missing = error.code === "ENOENT";
  return new FactorioLockError(
    "FAILED",
    missing ? `There is no program ${file}.` : `${file} cannot be started: ${error.message}.`,
    {
      hint: missing
        ? /\s/.test(file)
          ? 'write the program and each of its arguments as a word of its own, or have a shell read the line: `sh -c "…"`.'
          : "check how it is written, and whether it is installed."
        : "check its permissions: a file that was copied may have lost the right to be run.",
      cause: error,
    },
  );
}
