import { type Machine, pathsOf, placeOf } from "./machine.ts";
import { readSmall } from "./read-small.ts";
import { parseVdf, vdfTable, vdfText } from "./vdf.ts";

/** Factorio's app id on Steam. */
export const STEAM_APP = "427520";

/** More libraries than anybody has; the rest of a longer list is ignored. */
const MAX_LIBRARIES = 64;

/**
 * The folders in which a Steam installation would have the game, for each library in its `libraryfolders.vdf`. They
 * need not exist.
 */
export function steamGameFolders(machine: Machine, steam: string): string[] {
  const { join, isAbsolute } = pathsOf(machine);
  const read = (path: string) => readSmall(placeOf(machine, path));
  const libraries = new Set([steam]);
  for (const folder of ["steamapps", "config", "SteamApps"]) {
    const text = read(join(steam, folder, "libraryfolders.vdf"));
    const list = text === undefined ? undefined : vdfTable(parseVdf(text), "libraryfolders");
    for (const [key, value] of list ?? []) {
      if (!/^\d{1,4}$/.test(key)) continue;
      const path = typeof value === "string" ? value : vdfText(value, "path");
      if (path !== undefined && isLocalPath(path) && isAbsolute(path)) libraries.add(path);
    }
  }
  return [...libraries].slice(0, MAX_LIBRARIES).flatMap((library) => {
    const manifest = read(join(library, "steamapps", `appmanifest_${STEAM_APP}.acf`));
    const state = manifest === undefined ? undefined : vdfTable(parseVdf(manifest), "appstate");
    const named = vdfText(state, "installdir");
    const names = new Set([...(named !== undefined && isFolderName(named) ? [named] : []), "Factorio"]);
    return [...names].map((name) => join(library, "steamapps", "common", name));
  });
}

/** Whether a path is safe to look at. UNC paths are not: they would contact another machine. */
function isLocalPath(path: string): boolean {
  return path.length < 1024 && !/[\p{Cc}]/u.test(path) && !/^(?:\\\\|\/\/)/.test(path);
}

function isFolderName(name: string): boolean {
  return name.length <= 255 && name !== "." && name !== ".." && !/[\p{Cc}/\\:]/u.test(name);
}
