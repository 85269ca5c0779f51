import { homedir } from "node:os";

/** Where text goes. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** Where text comes from. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Everything of the surrounding process that the command line uses. Read here and nowhere else. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** Milliseconds; only differences mean something. */
  now(): number;
  /** Aborted by Ctrl-C or a request to end. */
  readonly signal: AbortSignal;
}

/** The host of a real process. `signal` is aborted by its caller. */
export function processHost(signal: AbortSignal): Host {
  // What takes node a while to set up (the clock of `performance`, stdin) is left until it is asked for, or avoided.
  return {
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    home: homedir(),
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => Number(process.hrtime.bigint()) / 1e6,
    signal,
  };
}
