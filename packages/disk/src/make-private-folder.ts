import { chmodSync, statSync } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder } from "./make-folder.ts";

/** How private a folder is. */
export interface PrivateFolderOptions {
  /**
   * Whether its user may share it: with the group, where the folder has the set-group-ID bit (mode 2770), and by being
   * another user's. Otherwise it is the user's alone.
   */
  readonly mayBeShared?: boolean;
  /** Windows has other permissions, which a new folder has from the one around it. */
  readonly platform?: NodeJS.Platform;
}

/**
 * Makes a folder that its user alone may look into, and takes from others what they may do with one that is there.
 *
 * @throws the system's errors, as `makeFolder` does; FactorioLockError `FAILED` for a folder of another user in which others
 *   may write, where it may not be shared
 */
export function makePrivateFolder(
  folder: string,
  { mayBeShared = false, platform = process.platform }: PrivateFolderOptions = {},
): void {
  makeFolder(folder, 0o700);
  if (platform === "win32") return;
  const { mode, uid } = statSync(folder);
  if (uid !== process.getuid?.()) {
    if (mayBeShared || (mode & 0o022) === 0) return;
    throw new FactorioLockError("FAILED", `${folder} belongs to another user, and others may write in it.`, {
      hint: "give the folder to the user who runs this, or take the permissions of the others away.",
    });
  }
  const others = mayBeShared && (mode & SET_GROUP_ID) !== 0 ? 0o007 : 0o077;
  if ((mode & others) === 0) return;
  try {
    chmodSync(folder, mode & 0o7777 & ~others);
  } catch {
    // Some disks know no permissions: there is nothing to take away.
  }
}

/** By which a folder's files belong to its group: nobody sets it but to share. */
const SET_GROUP_ID = 0o2000;
