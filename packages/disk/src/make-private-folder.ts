import { chmodSync, statSync } from "node:fs";
import { makeFolder } from "./make-folder.ts";

/**
 * Makes a folder that its user alone may look into, and takes from others what they may do with one that is there. A
 * folder of another user is left as it is.
 *
 * @throws the system's errors, as `makeFolder` does
 */
export function makePrivateFolder(folder: string): void {
  makeFolder(folder, 0o700);
  if (process.platform === "win32") return;
  const { mode, uid } = statSync(folder);
  if ((mode & 0o077) === 0 || uid !== process.getuid?.()) return;
  try {
    chmodSync(folder, mode & 0o700);
  } catch {
    // Some disks know no permissions: there is nothing to take away.
  }
}
