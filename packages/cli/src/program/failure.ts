import { FactorioLockError } from "@factorio-lock/core";

/** Words for system errors that are about a file or an address, not a defect of ours. */
const SYSTEM_REASONS: Readonly<Record<string, string>> = {
  EACCES: "this user may not use it",
  EADDRINUSE: "another program listens there",
  EADDRNOTAVAIL: "this machine has no such address",
  EBUSY: "another program uses it",
  EDQUOT: "the disk quota is used up",
  EEXIST: "it is there already",
  EFBIG: "the file is too large for this disk",
  EIO: "the disk has an error",
  EISDIR: "it is a folder",
  ELOOP: "its symbolic links go round in a circle",
  EMFILE: "too many files are open",
  ENAMETOOLONG: "the name is too long",
  ENFILE: "too many files are open",
  ENOENT: "it does not exist",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of its path is not a folder",
  ENOTEMPTY: "the folder is not empty",
  EPERM: "this user may not change it",
  EROFS: "the disk is read-only",
};

/** Turns any error into one for users: system errors in words, defects as INTERNAL. */
export function asFailure(error: unknown, signal: AbortSignal): FactorioLockError {
  if (error instanceof FactorioLockError) return error;
  if (signal.aborted) return interrupted();
  const { code, path, syscall, address } = error as NodeJS.ErrnoException & { address?: string };
  const noFolder = code === "ENOENT" && syscall === "mkdir" ? "no folder can be made there" : undefined;
  const reason = noFolder ?? (code === undefined ? undefined : SYSTEM_REASONS[code]);
  if (reason !== undefined && syscall !== undefined) {
    return new FactorioLockError("FAILED", `${path ?? address ?? syscall}: ${reason} (${code}).`, { cause: error });
  }
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return new FactorioLockError("INTERNAL", `factorio-lock has a defect: ${said}`, {
    hint: "please report it, with what the same command prints with --verbose.",
    cause: error,
  });
}

/** The error of a command that the user stopped. */
export function interrupted(): FactorioLockError {
  return new FactorioLockError("INTERRUPTED", "Stopped before the end. What was downloaded is kept.");
}
