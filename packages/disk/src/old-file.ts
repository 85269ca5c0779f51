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

/** Where a file that is replaced, the new one that waits for its place, and the old one until all is done, lie. */
export interface Places {
  readonly place: string;
  readonly staged: string;
  readonly kept: string;
}

/**
 * Keeps what is about to be replaced, so that it can be put back, and clears the way for a rename from `staged`. A file
 * keeps its place meanwhile, by a second name or a copy; anything else is moved. Can be repeated after a crash.
 */
export function keepOld(
  { place, staged, kept }: Places,
  isNew: boolean,
  platform: NodeJS.Platform = process.platform,
): void {
  const old = statsOf(place);
  if (!old || isNew || statsOf(kept)) return;
  const isOneStep = isFile(old) && isFile(lstatSync(staged, { bigint: true }));
  if (!isOneStep || !(named(place, kept) || copied(place, kept, platform))) renameOverSync(place, kept);
  else if (platform === "win32" && old.isSymbolicLink()) rmSync(place);
}

/**
 * Moves the new file back to `staged`, so that the change could still be made, and the old one into its place. Can be
 * repeated after a crash.
 */
export function putOldBack({ place, staged, kept }: Places, isNew: boolean): void {
  const [present, old] = [statsOf(place), statsOf(kept)];
  if (present && !isNew) {
    // It was not replaced yet, or is another program's by now.
    if (old && fileId(old) === fileId(present)) rmSync(kept);
    return;
  }
  // With a second name for the new file the old one replaces it, and the name is never without a file.
  const isOneStep = present && old && isFile(present) && isFile(old);
  if (present && !(isOneStep && (statsOf(staged) || named(place, staged)))) renameOverSync(place, staged);
  if (old) renameOverSync(kept, place);
}

function statsOf(path: string): BigIntStats | undefined {
  return lstatSync(path, { bigint: true, throwIfNoEntry: false });
}

/** Only a file or link can be replaced in one step, and only by a file or link. */
function isFile(stats: BigIntStats): boolean {
  return !stats.isDirectory();
}

/** Gives a file or link a second name, where the system can do that. */
function named(path: string, name: string): boolean {
  try {
    linkSync(path, name);
  } catch {
    return false;
  }
  const [first, second] = [path, name].map((each) => fileId(lstatSync(each, { bigint: true })));
  if (first === second) return true;
  // Some systems name what a symbolic link leads to.
  rmSync(name);
  return false;
}

/** Copies a file, under a name that it has only when it is whole, or a link; not a junction of Windows. */
function copied(path: string, to: string, platform: NodeJS.Platform): boolean {
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
