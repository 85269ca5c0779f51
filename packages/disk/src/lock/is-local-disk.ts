import { statfsSync } from "node:fs";

/**
 * The magic numbers of Linux's local file systems: ext, XFS, Btrfs, tmpfs, overlay, ZFS, F2FS. Source: `man 2 statfs`.
 */
const LOCAL: ReadonlySet<number> = new Set([
  0xef53, 0x58465342, 0x9123683e, 0x01021994, 0x794c7630, 0x2fc12fc1, 0xf2f52010,
]);

/**
 * Whether the folder is on a known local file system, which no other machine shares. Processes of one machine can
 * detect each other without heartbeats.
 */
export function isLocalDisk(folder: string): boolean {
  try {
    return LOCAL.has(statfsSync(folder).type);
  } catch {
    return false;
  }
}
