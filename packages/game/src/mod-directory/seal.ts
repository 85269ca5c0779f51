import { lstatSync } from "node:fs";
import { fileId } from "@factorio-lock/disk";
import type { Control } from "./control.ts";

/**
 * Binds a record or journal to the folder in which it was written: the inode of `.factorio-lock` and the nanosecond in
 * which that was made. Neither can be chosen by whoever makes a repository or archive of a mod directory, so that a
 * record which was cloned, unpacked or copied has another seal than its folder. It keeps while the mod directory is
 * renamed or changes its owner. A disk that has no such times is bound by the inode alone.
 */
export function sealOf({ folder }: Pick<Control, "folder">): string | undefined {
  const stats = lstatSync(folder, { bigint: true, throwIfNoEntry: false });
  return stats?.isDirectory() ? `${fileId(stats)}@${stats.birthtimeNs}` : undefined;
}
