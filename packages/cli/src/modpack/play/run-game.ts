import { spawn } from "node:child_process";
import { constants } from "node:os";
import { FactorioLockError } from "@factorio-lock/core";
import type { Invocation } from "./invocation.ts";

/** How a child runs. */
export interface RunOptions {
  readonly cwd: string;
  /** `inherit`: what it prints goes where ours goes; `stderr`: all of it to our stderr; `heard`: it is kept, the end of it. */
  readonly output: "inherit" | "stderr" | "heard";
  /** Ends it, by SIGTERM and then by force. */
  readonly signal?: AbortSignal;
  /** Takes the signals that reach this process; without it `signal` alone stops the child. */
  readonly takeSignals?: (listener: (signal: NodeJS.Signals) => void) => () => void;
  /** Whether a terminal sends Ctrl-C to the child as well. */
  readonly sharesTerminal?: boolean;
  /** Milliseconds after which it is taken to hang, and ended. */
  readonly limit?: number;
}

/** How a child ended. */
export interface Ended {
  /** Its exit code, or 128 and the number of the signal that ended it. */
  readonly code: number;
  /** The end of its output, if that was captured. */
  readonly output: string;
  readonly timedOut: boolean;
  readonly milliseconds: number;
}

/** So much of what a child prints is kept. */
const HEARD = 4 * 2 ** 20;

/** How long a child has to end by itself. */
const GRACE = 5000;

/**
 * Runs a program to its end. Signals that reach us reach it.
 *
 * @throws FactorioLockError FAILED if it cannot be started
 */
export async function runGame(
  { file, args, env }: Pick<Invocation, "file" | "args" | "env">,
  options: RunOptions,
): Promise<Ended> {
  const { cwd, output, signal, takeSignals, sharesTerminal = false, limit } = options;
  const started = performance.now();
  const child = spawn(file, [...args], {
    cwd,
    env: { ...env },
    stdio: output === "inherit" ? "inherit" : output === "stderr" ? ["inherit", 2, 2] : ["ignore", "pipe", "pipe"],
    windowsHide: output === "heard",
  });
  let heard = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding("utf8").on("data", (text: string) => {
      heard = (heard + text).slice(-HEARD);
    });
  }
  let timedOut = false;
  let force: NodeJS.Timeout | undefined;
  const end = () => {
    child.kill("SIGTERM");
    force ??= setTimeout(() => child.kill("SIGKILL"), GRACE);
  };
  const timer =
    limit === undefined
      ? undefined
      : setTimeout(() => {
          timedOut = true;
          end();
        }, limit);
  const release = takeSignals?.((name) => {
    if (!(sharesTerminal && name === "SIGINT")) child.kill(name);
  });
  if (!takeSignals) signal?.addEventListener("abort", end, { once: true });
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", (error: NodeJS.ErrnoException) => reject(cannotStart(file, error)));
      child.once("close", (status, by) => resolve(status ?? 128 + (by ? (constants.signals[by] ?? 0) : 0)));
    });
    return { code, output: heard, timedOut, milliseconds: performance.now() - started };
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
