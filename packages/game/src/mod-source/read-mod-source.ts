import { stat } from "node:fs/promises";
import { fileSource } from "./file-source.ts";
import { folderSource } from "./folder-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";

/**
 * Reads which mods were enabled in something on the player's disk: a mod directory, a `mod-list.json`, a save, a
 * `factorio-current.log`, a server's folder, a metapackage, or a mod pack of Clusterio. Its kind is recognised by its
 * content, not its name. Source: contract section 5.
 *
 * @throws FactorioLockError `FAILED` if it is not one of them, `BAD_ARCHIVE` when it is a damaged one; the system's error
 *   when it cannot be read
 * @example const { game, mods } = await readModSource("saves/friday.zip")
 */
export async function readModSource(path: string): Promise<ModSource> {
  const stats = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR") return undefined;
    throw error;
  });
  if (!stats) throw notASource(path, "does not exist");
  return stats.isDirectory() ? folderSource(path) : fileSource(path);
}
