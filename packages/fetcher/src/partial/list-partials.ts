import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { ignoreMissing, lifeOf } from "@factorio-lock/disk";
import { partialFolder } from "../store/layout.ts";
import { namesIn } from "../store/list-archives.ts";
import { type PartialName, parsePartialName } from "./names.ts";

/** A file that another machine may be writing counts as busy until it is this old. */
const MAX_BUSY_AGE_MS = 24 * 60 * 60 * 1000;

/** A partial file in a store. */
export interface ListedPartial extends PartialName {
  readonly path: string;
  readonly bytes: number;
  /** Whether a process may be writing it. */
  readonly isBusy: boolean;
}

/** Lists the partial files of a store; files with other names are ignored. */
export async function listPartials(directory: string): Promise<ListedPartial[]> {
  const folder = partialFolder(directory);
  const found: ListedPartial[] = [];
  for (const name of await namesIn(folder)) {
    const partial = parsePartialName(name);
    if (!partial) continue;
    const path = join(folder, name);
    const stats = await lstat(path).catch(ignoreMissing);
    if (!stats?.isFile()) continue;
    const state = partial.writer === undefined ? "dead" : (await lifeOf(folder, partial.writer)).state;
    const isBusy = state === "alive" || (state !== "dead" && Date.now() - stats.mtimeMs < MAX_BUSY_AGE_MS);
    found.push({ ...partial, path, bytes: stats.size, isBusy });
  }
  return found;
}
