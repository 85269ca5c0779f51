import { FactorioLockError } from "@factorio-lock/core";
import { isHomeless, noHome } from "./no-home.ts";

const OTHER = "choose another place with --cache-dir or FACTORIO_LOCK_CACHE";

const FAULTS: Readonly<Record<string, readonly [fault: string, hint: string]>> = {
  ENOSPC: ["the disk is full", `free some space, or ${OTHER}`],
  EDQUOT: ["your share of the disk is used up", `free some space, or ${OTHER}`],
  EFBIG: ["the file system takes no file of that size", OTHER],
  EACCES: ["access is denied", `make the folder writable for your user, or ${OTHER}`],
  EPERM: ["access is denied", `make the folder writable for your user, or ${OTHER}`],
  EROFS: ["the file system is read-only", OTHER],
  ENOTDIR: ["a file is in the place of a folder", `move that file away, or ${OTHER}`],
  EEXIST: ["a file is in the place of a folder", `move that file away, or ${OTHER}`],
  ENOENT: ["no folder can be made there", OTHER],
  EMFILE: ["too many files are open", "close other programs, or raise the limit on open files (ulimit -n)"],
  ENFILE: ["too many files are open", "close other programs, or raise the limit on open files (ulimit -n)"],
  EIO: ["the disk reports an error", `check the disk, or ${OTHER}`],
  ELOOP: ["symbolic links lead in a circle", OTHER],
};

/** Converts a system error in the store into `FAILED`, with the cause in words. Returns any other error unchanged. */
export function storeFault(error: unknown, directory: string): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (!(error instanceof Error) || typeof code !== "string" || syscall === undefined) return error;
  if (isHomeless(directory)) return noHome(error);
  const [fault, hint] = FAULTS[code] ?? [`the system reports ${code}`, OTHER];
  return new FactorioLockError("FAILED", `The cache ${directory} cannot be used: ${fault}.`, { hint, cause: error });
}
