import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { compareNames, FactorioLockError, type InstalledBuiltin } from "@factorio-lock/core";
import { parseInfoJson } from "../archive/archive-info.ts";
import { readFolderInfo } from "../archive/path-mod.ts";

/**
 * Where builtin mods can be, relative to the game's folder: Windows and Linux, macOS (two forms), and the `data` folder
 * itself.
 */
const DATA_FOLDERS = ["data", "Contents/data", "factorio.app/Contents/data", "."];

/**
 * Reads the builtin mods of an installed game from its `data/NAME/info.json` files, in name order. `core` is left out.
 * Source: docs/rules.md, R4; docs/factorio.md, 4.7.
 *
 * @param gameDirectory the folder that the game is installed in, or its `data` folder
 * @throws FactorioLockError `GAME_NOT_FOUND` if there is no game; `BAD_ARCHIVE` if an info.json cannot be read
 */
export async function readInstalledBuiltins(gameDirectory: string): Promise<InstalledBuiltin[]> {
  for (const folder of DATA_FOLDERS) {
    const builtins = await readData(join(gameDirectory, folder));
    if (builtins.some(({ name }) => name === "base")) return builtins.sort((a, b) => compareNames(a.name, b.name));
  }
  throw new FactorioLockError(
    "GAME_NOT_FOUND",
    `There is no Factorio in ${gameDirectory}: it has no data/base/info.json.`,
    {
      hint: "give the folder that the game is installed in: the one with the folders bin and data.",
    },
  );
}

async function readData(data: string): Promise<InstalledBuiltin[]> {
  const builtins: InstalledBuiltin[] = [];
  for (const folder of await readdir(data).catch(() => [])) {
    if (folder === "core") continue;
    const bytes = await readFolderInfo(join(data, folder)).catch((error: unknown) => {
      if (error instanceof FactorioLockError) throw error;
      return undefined;
    });
    if (!bytes) continue;
    const { name, version, dependencies } = parseInfoJson(bytes, join(data, folder, "info.json"));
    builtins.push({ name, version: version.text, ...(dependencies && { dependencies }) });
  }
  return builtins;
}
