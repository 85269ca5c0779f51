import { lstat } from "node:fs/promises";
import { join } from "node:path";
import { lifeOf } from "@factorio-lock/disk";
import { partialFolder } from "../store/layout.ts";
import { namesIn, unlessGone } from "../store/list-archives.ts";
import { type PartialName, parsePartialName } from "./names.ts";

/** The age up to which a file that another machine may still be writing is left alone. */
const RESPITE = 24 * 60 * 60 * 1000;

/** The bytes of an archive that is not complete. */
export interface ListedPartial extends PartialName {
  readonly path: string;
  readonly bytes: number;
  /** Whether a process may be at work on it. */
  readonly isBusy: boolean;
}

/** The partial files of a store; what has another name is left alone. */
export async function listPartials(directory: string): Promise<ListedPartial[]> {
  const folder = partialFolder(directory);
  const found: ListedPartial[] = [];
  for (const name of await namesIn(folder)) {
    const partial = parsePartialName(name);
    if (!partial) continue;
    const path = join(folder, name);
    const stats = await lstat(path).catch(unlessGone);
    if (!stats?.isFile()) continue;
    const state = partial.writer === undefined ? "dead" : (await lifeOf(folder, partial.writer)).state;
    const isBusy = state === "alive" || (state !== "dead" && Date.now() - stats.mtimeMs < RESPITE);
    found.push({ ...partial, path, bytes: stats.size, isBusy });
  }
  return found;
}
