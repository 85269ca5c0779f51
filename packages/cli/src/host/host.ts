import { homedir, userInfo } from "node:os";
import { isAbsolute } from "node:path";

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
  /** Hands signals to a listener instead, for a program that runs in our place; the function ends that. */
  readonly takeSignals?: (listener: (signal: NodeJS.Signals) => void) => () => void;
}

/** Stands for the home of a user who has none: nothing lies below it, and no folder can be made there, even by root. */
const NO_HOME = "/dev/null";

/** The user's home: of `HOME`, else of the user database. Containers run with numbers that have neither. */
function homeFolder(): string {
  for (const look of [homedir, () => userInfo().homedir]) {
    try {
      const home = look();
      if (isAbsolute(home)) return home;
    } catch {
      // No entry in the user database.
    }
  }
  return NO_HOME;
}

/** The host of a real process. `signal` is aborted by its caller, who also has its signals. */
export function processHost(signal: AbortSignal, takeSignals: NonNullable<Host["takeSignals"]>): Host {
  // Node's slow parts (the clock of `performance`, stdin) are set up only when they are needed.
  return {
    env: process.env,
    cwd: process.cwd(),
    platform: process.platform,
    home: homeFolder(),
    get stdin() {
      return process.stdin;
    },
    stdout: process.stdout,
    stderr: process.stderr,
    now: () => Number(process.hrtime.bigint()) / 1e6,
    signal,
    takeSignals,
  };
}
