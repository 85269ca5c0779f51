import { dirname, join } from "node:path";
import { parseInfoJson } from "../archive/archive-info.ts";
import { readFolderInfo } from "../archive/path-mod.ts";
import { fileSource } from "./file-source.ts";
import { gameWitness } from "./game-witness.ts";
import { metapackageSource } from "./metapackage-source.ts";
import { modDirectorySource } from "./mod-list-source.ts";
import type { ModSource } from "./mod-source.ts";
import { newestSave } from "./newest-save.ts";
import { notASource } from "./not-a-source.ts";
import { presentMods } from "./present-mods.ts";
import { readModList } from "./read-mod-list.ts";
import { readStart } from "./read-start.ts";

/**
 * Reads the mods of a folder: a mod directory; a server's folder, with its `mods/` or else its newest save in `saves/`;
 * the folder of a `mods.lock`; or a metapackage. The kind is recognised by the content.
 *
 * @throws FactorioLockError `FAILED` if it is none of these; any error of reading a save
 */
export async function folderSource(path: string): Promise<ModSource> {
  const list = await readModList(join(path, "mod-list.json"));
  const gameNextTo = () => gameWitness(dirname(path));
  if (list) return modDirectorySource({ kind: "mod-directory", path, directory: path, list, game: gameNextTo });
  const lock = join(path, "mods.lock");
  if ((await readStart(lock, 1).catch(() => undefined)) !== undefined) return fileSource(lock);
  const mods = join(path, "mods");
  const inside = await readModList(join(mods, "mod-list.json"));
  if (inside || presentMods(mods).size > 0) {
    const game = () => gameWitness(path);
    return modDirectorySource({ kind: "mod-directory", path: mods, directory: mods, list: inside, game });
  }
  const save = await newestSave(path);
  if (save) return save;
  const info = await readFolderInfo(path).catch(() => undefined);
  if (info) return metapackageSource(path, "info.json", parseInfoJson(info, join(path, "info.json")));
  if (presentMods(path).size > 0)
    return modDirectorySource({ kind: "mod-directory", path, directory: path, list, game: gameNextTo });
  throw notASource(path, "names no mods: it has no mod-list.json, no mods and no saves");
}
