import { FactorioLockError } from "@factorio-lock/core";

const HINTS: Readonly<Record<string, string>> = {
  EACCES: "check who owns the folder and who may write to it.",
  EPERM: "check who may write there, and that neither the game nor another program has the file open.",
  EROFS: "the disk is read-only: choose another folder, or make it writable.",
  ENOSPC: "the disk is full: free some space and run the command again.",
  EDQUOT: "the disk quota is used up: free some space and run the command again.",
  EBUSY:
    "close the game and whatever else uses the file, and run the command again. In a container, mount the whole mod directory: a file that is mounted alone cannot be replaced.",
  ENOTDIR: "A part of that path is a file, not a folder.",
  ENOENT:
    "A folder on the way there is missing, or it is a dead link. Put that right, or choose another mod directory.",
  EEXIST: "A file or a dead link is where a folder should be.",
};

/** The hint if the system refuses to create a folder although its parent exists. */
const NO_FOLDER = "No folder can be made there: choose another mod directory with --mod-directory.";

/** The context of a failure, for the error shown to the user. */
export interface Explaining {
  /** A sentence about the state in which the failure left things. */
  readonly outcome?: string;
  /** The hint; by default one that fits the error code. */
  readonly hint?: string;
}

/**
 * Turns a system error into one for the user: `WHAT: PATH: REASON (CODE). OUTCOME`. Returns any other error unchanged.
 */
export function explain(what: string, error: unknown, { outcome, hint }: Explaining = {}): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (error instanceof FactorioLockError || code === undefined || syscall === undefined) return error;
  const noFolder = code === "ENOENT" && syscall === "mkdir" ? NO_FOLDER : undefined;
  const path = pathOf(error as NodeJS.ErrnoException);
  const place = path === undefined ? "" : `${path}: `;
  const failure = `${what}: ${place}${reasonOf(error as NodeJS.ErrnoException)} (${code}).`;
  return new FactorioLockError("FAILED", outcome === undefined ? failure : `${failure} ${outcome}`, {
    hint: hint ?? noFolder ?? HINTS[code] ?? "run the command again.",
    cause: error,
  });
}

/** The file that the failure is about. If the call took two paths, the destination. */
function pathOf(error: NodeJS.ErrnoException): string | undefined {
  return (error as { dest?: string }).dest ?? error.path;
}

/** The system's description of the error, such as `no space left on device`. */
function reasonOf({ code = "", message }: NodeJS.ErrnoException): string {
  return /^\w+: (.*?), \w+/.exec(message)?.[1] ?? message.replace(`${code}: `, "");
}
