import { FactorioLockError } from "@factorio-lock/core";

const HINTS: Readonly<Record<string, string>> = {
  EACCES: "Check who owns the folder and who may write to it.",
  EPERM: "Check who may write there, and that neither the game nor another program has the file open.",
  EROFS: "The disk is read-only: choose another mod directory with --mod-directory.",
  ENOSPC: "The disk is full: free some space and run the command again.",
  EDQUOT: "The disk quota is used up: free some space and run the command again.",
  EBUSY:
    "Close the game and whatever else uses the file, and run the command again. In a container, mount the whole mod directory: a file that is mounted alone cannot be replaced.",
  ENOTDIR: "A part of that path is a file, not a folder.",
  ENOENT:
    "A folder on the way there is missing, or it is a dead link. Put that right, or choose another mod directory.",
  EEXIST: "A file or a dead link is where a folder should be.",
};

/** For a folder that the system refuses to make in one that is there. */
const NO_FOLDER = "No folder can be made there: choose another mod directory with --mod-directory.";

/**
 * Runs `work`, and tells a failure of the system as one of this mod directory.
 *
 * @throws FactorioLockError `FAILED` in place of a system error; anything else unchanged
 */
export async function explained<T>(directory: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw explain(`The mod directory ${directory} could not be used`, error);
  }
}

/**
 * The error for a user when it is one of the system: `WHAT: PATH: …`; anything else unchanged.
 *
 * @param advice the hint where the system's error suggests none
 */
export function explain(
  what: string,
  error: unknown,
  advice = "Run the command again; what was begun is then finished.",
): unknown {
  const { code, syscall, path, message } = error as NodeJS.ErrnoException;
  if (error instanceof FactorioLockError || code === undefined || syscall === undefined) return error;
  const noFolder = code === "ENOENT" && syscall === "mkdir" ? NO_FOLDER : undefined;
  const hint = noFolder ?? HINTS[code] ?? advice;
  const place = path === undefined || message.includes(path) ? "" : `${path}: `;
  return new FactorioLockError("FAILED", `${what}: ${place}${message}.`, { hint, cause: error });
}
