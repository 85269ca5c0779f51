/** Error codes for a file that cannot be removed or replaced now, while others in the folder can. */
const HELD = new Set(["EBUSY", "EPERM", "ETXTBSY"]);

/**
 * Whether an error means that a file is held: another program has it open, or it is protected. On Windows an
 * open file may also be "access denied"; elsewhere that code is about a whole folder.
 */
export function isHeld(error: unknown, platform: NodeJS.Platform = process.platform): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return HELD.has(code) || (platform === "win32" && code === "EACCES");
}
