/** Error codes that concern one file, not its whole folder. */
const HELD = new Set(["EBUSY", "EPERM", "ETXTBSY"]);

/**
 * Whether an error means that a file cannot be removed or replaced now: another program has it open, or it is
 * protected. On Windows `EACCES` may also mean an open file; elsewhere it concerns the whole folder.
 */
export function isHeld(error: unknown, platform: NodeJS.Platform = process.platform): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return HELD.has(code) || (platform === "win32" && code === "EACCES");
}
