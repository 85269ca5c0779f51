import { chmodSync, statSync } from "node:fs";
import { FactorioLockError } from "@factorio-lock/core";
import { makeFolder } from "./make-folder.ts";

/** How private a folder is. */
export interface PrivateFolderOptions {
  /**
   * Whether the folder may be shared: with its group if it has the set-group-ID bit (mode 2770), or by belonging to
   * another user. Otherwise it is private to this user.
   */
  readonly mayBeShared?: boolean;
  /** On Windows nothing is checked or changed: a new folder inherits its parent's permissions. */
  readonly platform?: NodeJS.Platform;
}

/**
 * Creates a folder that only its user can access, or removes the permissions of others from an existing one.
 *
 * @throws the system's errors, as `makeFolder` does; FactorioLockError `FAILED` if the folder belongs to another user,
 *   others may write to it, and it may not be shared
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
    // Some file systems have no permissions, so there is nothing to remove.
  }
}

/** The set-group-ID bit: new files get the folder's group. It is only ever set to share a folder. */
const SET_GROUP_ID = 0o2000;
