import { constants } from "node:fs";
import { copyFile, lstat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { ignoreMissing, lifeOf, renameOver } from "@factorio-lock/disk";
import { namesIn } from "../store/list-archives.ts";
import { parsePartialName, partialName } from "./names.ts";

/**
 * Finds the partial files of an archive left by earlier runs or other processes, and makes the longest this process's
 * own. A file that nobody writes any more is renamed; one that another process may still write is copied, so that no
 * file ever has two writers.
 *
 * @param token identifies this process
 * @returns whether this process now has a partial file
 */
export async function adoptPartial(folder: string, sha1: string, token: string): Promise<boolean> {
  const own = partialName(sha1, token);
  const found = await leftovers(folder, sha1, own);
  const [longest] = found.toSorted((a, b) => b.bytes - a.bytes);
  if (longest === undefined) return false;
  if (longest.name !== own) {
    const from = join(folder, longest.name);
    if (longest.isFree) await renameOver(from, join(folder, own)).catch(ignoreMissing);
    else await copyFile(from, join(folder, own), constants.COPYFILE_FICLONE).catch(ignoreMissing);
  }
  for (const { name, isFree } of found) {
    if (name !== longest.name && name !== own && isFree) await unlink(join(folder, name)).catch(ignoreMissing);
  }
  return (await lstat(join(folder, own)).catch(ignoreMissing))?.isFile() === true;
}

interface Leftover {
  readonly name: string;
  readonly bytes: number;
  /** Whether certainly no other process writes it. */
  readonly isFree: boolean;
}

async function leftovers(folder: string, sha1: string, own: string): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(sha1)) continue;
    const partial = parsePartialName(name);
    if (!partial) continue;
    const stats = await lstat(join(folder, name)).catch(ignoreMissing);
    // Symbolic links and other non-files were not created by this program.
    if (!stats?.isFile()) continue;
    const { writer } = partial;
    const isFree = name === own || writer === undefined || (await lifeOf(folder, writer)).state === "dead";
    found.push({ name, bytes: stats.size, isFree });
  }
  return found;
}
