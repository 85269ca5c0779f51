import { constants } from "node:fs";
import { copyFile, lstat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { lifeOf, renameOver } from "@factorio-lock/disk";
import { namesIn, unlessGone } from "../store/list-archives.ts";
import { bytesName, parsePartialName } from "./names.ts";

/**
 * Looks for what an earlier run, or another process, left of an archive, and makes the longest of it this process's own
 * file. What nobody writes any more is renamed; what another process may still write is copied, so that no file ever has
 * two writers.
 *
 * @param token stands for this process
 * @returns whether there is such a file now
 */
export async function adoptPartial(folder: string, sha1: string, token: string): Promise<boolean> {
  const own = bytesName(sha1, token);
  const found = await leftovers(folder, sha1, own);
  const [longest] = found.toSorted((a, b) => b.bytes - a.bytes);
  if (longest === undefined) return false;
  if (longest.name !== own) {
    const from = join(folder, longest.name);
    if (longest.isFree) await renameOver(from, join(folder, own)).catch(unlessGone);
    else await copyFile(from, join(folder, own), constants.COPYFILE_FICLONE).catch(unlessGone);
  }
  for (const { name, isFree } of found) {
    if (name !== longest.name && name !== own && isFree) await unlink(join(folder, name)).catch(unlessGone);
  }
  return (await lstat(join(folder, own)).catch(unlessGone))?.isFile() === true;
}

interface Leftover {
  readonly name: string;
  readonly bytes: number;
  /** Whether surely nobody else writes it. */
  readonly isFree: boolean;
}

async function leftovers(folder: string, sha1: string, own: string): Promise<Leftover[]> {
  const found: Leftover[] = [];
  for (const name of await namesIn(folder)) {
    if (!name.startsWith(sha1)) continue;
    const partial = parsePartialName(name);
    if (!partial) continue;
    const stats = await lstat(join(folder, name)).catch(unlessGone);
    // A symbolic link, or anything else that is not a file, was not put here by this program.
    if (!stats?.isFile()) continue;
    const { writer } = partial;
    const isFree = name === own || writer === undefined || (await lifeOf(folder, writer)).state === "dead";
    found.push({ name, bytes: stats.size, isFree });
  }
  return found;
}
