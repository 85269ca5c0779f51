import { FactorioLockError } from "@factorio-lock/core";

const FAULTS: Readonly<Record<string, readonly [fault: string, hint: string]>> = {
  ENOSPC: ["the disk is full", "free some space, or choose another place with --cache-dir"],
  EDQUOT: ["your share of the disk is used up", "free some space, or choose another place with --cache-dir"],
  EFBIG: ["the file system takes no file of that size", "choose another place with --cache-dir"],
  EACCES: ["access is denied", "make the folder writable for your user, or choose another place with --cache-dir"],
  EPERM: ["access is denied", "make the folder writable for your user, or choose another place with --cache-dir"],
  EROFS: ["the file system is read-only", "choose another place with --cache-dir"],
  ENOTDIR: ["a file is in the place of a folder", "move that file away, or choose another place with --cache-dir"],
  EEXIST: ["a file is in the place of a folder", "move that file away, or choose another place with --cache-dir"],
  ENOENT: ["no folder can be made there", "choose another place with --cache-dir"],
  EMFILE: ["too many files are open", "close other programs, or raise the limit on open files (ulimit -n)"],
  ENFILE: ["too many files are open", "close other programs, or raise the limit on open files (ulimit -n)"],
  EIO: ["the disk reports an error", "check the disk, or choose another place with --cache-dir"],
  ELOOP: ["symbolic links lead in a circle", "choose another place with --cache-dir"],
};

/**
 * A failed file-system call in the store as an error for users: `FAILED`, with the cause in words. Anything else, being
 * no failure of the system, is returned as it is.
 */
export function storeFault(error: unknown, directory: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || typeof code !== "string" || syscall === undefined) return error;
  const [fault, hint] = FAULTS[code] ?? [`the system reports ${code}`, "choose another place with --cache-dir"];
  return new FactorioLockError("FAILED", `The cache ${directory} cannot be used: ${fault}.`, { hint, cause: error });
}
