import { homedir, userInfo } from "node:os";
import { isAbsolute } from "node:path";

/** A stream for output. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** A stream for input. */
export type Input = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/** Everything that the command line uses of its process. No other module reads the process. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly platform: NodeJS.Platform;
  readonly home: string;
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  /** A clock in milliseconds, of which only differences mean something. */
  now(): number;
  /** Aborted by Ctrl-C or another request to end. */
  readonly signal: AbortSignal;
  /** Routes signals to a listener instead, for a child program. The returned function ends that. */
  readonly takeSignals?: (listener: (signal: NodeJS.Signals) => void) => () => void;
}

/** The home of a user who has none: nothing exists below it, and not even root can make a folder there. */
const NO_HOME = "/dev/null";

/** The user's home, from `HOME`, else from the user database. A container's numeric user may have neither. */
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

/** The host of a real process. The caller handles the process's signals, and aborts `signal`. */
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
