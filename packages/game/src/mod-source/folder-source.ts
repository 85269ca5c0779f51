import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { parseInfoJson } from "../archive/archive-info.ts";
import { readFolderInfo } from "../archive/path-mod.ts";
import { readInstalledBuiltins } from "../game/installed-builtins.ts";
import { fileSource } from "./file-source.ts";
import { metapackageSource } from "./metapackage-source.ts";
import { modDirectorySource } from "./mod-list-source.ts";
import type { ModSource } from "./mod-source.ts";
import { notASource } from "./not-a-source.ts";
import { presentMods } from "./present-mods.ts";
import { readModList } from "./read-mod-list.ts";

/**
 * The mods that a folder tells of: a mod directory; a server's folder, of which `mods/` counts, else the newest save in
 * `saves/`; or the folder of a metapackage. What it is shows in what lies in it.
 *
 * @throws FactorioLockError `FAILED` when it is none of them; what reading a save throws
 */
export async function folderSource(path: string): Promise<ModSource> {
  const list = await readModList(join(path, "mod-list.json"));
  if (list) return modDirectorySource({ kind: "mod-directory", path, directory: path, list });
  const mods = join(path, "mods");
  const inside = await readModList(join(mods, "mod-list.json"));
  if (inside || presentMods(mods).size > 0) {
    const game = await installedGame(path);
    return modDirectorySource({ kind: "mod-directory", path: mods, directory: mods, list: inside, game });
  }
  const save = await newestSave(join(path, "saves"));
  if (save !== undefined) return fileSource(save);
  const info = await readFolderInfo(path).catch(() => undefined);
  if (info) return metapackageSource(path, "info.json", parseInfoJson(info, join(path, "info.json")));
  if (presentMods(path).size > 0) return modDirectorySource({ kind: "mod-directory", path, directory: path, list });
  throw notASource(path, "tells of no mods: it has no mod-list.json, no mods and no saves");
}

/** The version of the game that is installed in a folder; undefined where none is. */
async function installedGame(path: string): Promise<string | undefined> {
  const builtins = await readInstalledBuiltins(path).catch(() => []);
  return builtins.find(({ name }) => name === "base")?.version;
}

async function newestSave(folder: string): Promise<string | undefined> {
  let newest: { readonly path: string; readonly modified: number } | undefined;
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.endsWith(".zip") || name.endsWith(".tmp.zip")) continue;
    const path = join(folder, name);
    const stats = await stat(path).catch(() => undefined);
    if (!stats?.isFile() || (newest && newest.modified >= stats.mtimeMs)) continue;
    newest = { path, modified: stats.mtimeMs };
  }
  return newest?.path;
}
