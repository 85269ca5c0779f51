import { lstatSync } from "node:fs";
import { fileId } from "@factorio-lock/disk";
import type { Control } from "./control.ts";

/**
 * A value that binds a record or journal to the folder in which it was written: the inode and the creation time (in
 * nanoseconds) of `.factorio-lock`. Whoever prepares a repository or archive cannot choose either, so a record that was
 * cloned, unpacked or copied does not match its folder. The seal survives renaming the mod directory or changing its
 * owner. On a file system without creation times only the inode counts.
 */
export function sealOf({ folder }: Pick<Control, "folder">): string | undefined {
  const stats = lstatSync(folder, { bigint: true, throwIfNoEntry: false });
  return stats?.isDirectory() ? `${fileId(stats)}@${stats.birthtimeNs}` : undefined;
}
