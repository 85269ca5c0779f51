import {
  type BigIntStats,
  constants,
  copyFileSync,
  linkSync,
  lstatSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { fileId } from "./file-id.ts";
import { renameOverSync } from "./rename-over.ts";

/** The paths of a file that is replaced: its final place, the staged new file, and the old file kept for undoing. */
export interface Places {
  readonly place: string;
  readonly staged: string;
  readonly kept: string;
}

/**
 * Keeps the old file, so that it can be put back, and makes `place` ready for a rename from `staged`. A file or link is
 * kept as a hard link or a copy and stays in place meanwhile; a folder is moved. Idempotent, so it can be repeated
 * after a crash.
 */
export function keepOld(
  { place, staged, kept }: Places,
  isNew: boolean,
  platform: NodeJS.Platform = process.platform,
): void {
  const old = statsOf(place);
  if (!old || isNew || statsOf(kept)) return;
  const isOneStep = isFile(old) && isFile(lstatSync(staged, { bigint: true }));
  if (!isOneStep || !(tryLink(place, kept) || tryCopy(place, kept, platform))) renameOverSync(place, kept);
  else if (platform === "win32" && old.isSymbolicLink()) rmSync(place);
}

/**
 * Moves the new file back to `staged`, so that the change can be made again, and the old file back into its place.
 * Idempotent, so it can be repeated after a crash.
 */
export function putOldBack({ place, staged, kept }: Places, isNew: boolean): void {
  const [present, old] = [statsOf(place), statsOf(kept)];
  if (present && !isNew) {
    // It was not replaced yet, or another program has changed it since.
    if (old && fileId(old) === fileId(present)) rmSync(kept);
    return;
  }
  // With a hard link from the new file to `staged`, the old file can replace it, so that `place` always exists.
  const isOneStep = present && old && isFile(present) && isFile(old);
  if (present && !(isOneStep && (statsOf(staged) || tryLink(place, staged)))) renameOverSync(place, staged);
  if (old) renameOverSync(kept, place);
}

function statsOf(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** Whether this is a file or link: only these can be replaced atomically, and only by each other. */
function isFile(stats: BigIntStats): boolean {
  return !stats.isDirectory();
}

/** Tries to hard-link a file or symbolic link; false if the system cannot do that. */
function tryLink(path: string, name: string): boolean {
  try {
    linkSync(path, name);
  } catch {
    return false;
  }
  const [first, second] = [path, name].map((each) => fileId(lstatSync(each, { bigint: true })));
  if (first === second) return true;
  // Some systems follow a symbolic link and hard-link its target.
  rmSync(name);
  return false;
}

/**
 * Copies a file or symbolic link; the copy appears under its name only when complete. False for Windows links and
 * junctions.
 */
function tryCopy(path: string, to: string, platform: NodeJS.Platform): boolean {
  const stats = lstatSync(path);
  if (stats.isSymbolicLink() && platform !== "win32") {
    symlinkSync(readlinkSync(path), to);
    return true;
  }
  if (!stats.isFile()) return false;
  rmSync(`${to}.tmp`, { force: true });
  copyFileSync(path, `${to}.tmp`, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  renameOverSync(`${to}.tmp`, to);
  return true;
}
