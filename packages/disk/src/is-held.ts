/** What systems say of a file that cannot be removed or replaced now, while others beside it can. */
const HELD = new Set(["EBUSY", "EPERM", "ETXTBSY"]);

/**
 * Whether an error says that a file is held: another program has it open, or it is protected. On Windows an open file
 * may also be "access denied"; elsewhere that is said of a whole folder.
 */
export function isHeld(error: unknown, platform: NodeJS.Platform = process.platform): boolean {
  const { code = "" } = error as NodeJS.ErrnoException;
  return HELD.has(code) || (platform === "win32" && code === "EACCES");
}
