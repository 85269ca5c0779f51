import { stat } from "node:fs/promises";
import { fileSource } from "./file-source.ts";
import { folderSource } from "./folder-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";

/**
 * Reads the enabled mods of a mod directory, a `mod-list.json`, a save, a `factorio-current.log`, a server's folder, a
 * metapackage, a `mods.lock`, a pack file or a Clusterio mod pack. The kind is recognised by the content, not the name.
 * Source: docs/commands.md, "init".
 *
 * @throws FactorioLockError `FAILED` if it is none of these, `BAD_ARCHIVE` if it is damaged; the system's error if it
 *   cannot be read
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
