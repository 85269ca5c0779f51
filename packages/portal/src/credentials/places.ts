import { readdir } from "node:fs/promises";
import { dirname, join } from "node:path";
import { compareNames } from "@factorio-lock/core";
import type { Machine } from "./config-directory.ts";

/** Factorio's app id on Steam. */
const STEAM_APP = "427520";

/**
 * The possible paths of `player-data.json`, likeliest first: in the user data folder, in that of Steam in Flatpak, in
 * Steam Cloud folders. Source: docs/factorio.md, 2.
 */
export async function playerDataPlaces({ env, platform, home }: Machine): Promise<string[]> {
  const { folders, steam } = gameFolders(env, platform, home);
  const cloud = await Promise.all(steam.map(steamCloudFolders));
  return [...folders, ...cloud.flat()].map((folder) => join(folder, "player-data.json"));
}

function gameFolders(env: Machine["env"], platform: string, home: string): { folders: string[]; steam: string[] } {
  if (platform === "win32") {
    const roots = [env["ProgramFiles(x86)"], env["PROGRAMFILES(X86)"], env["ProgramFiles"], env["PROGRAMFILES"]];
    return {
      folders: [join(env["APPDATA"] || join(home, "AppData", "Roaming"), "Factorio")],
      steam: [...new Set(roots)].flatMap((root) => (root ? [join(root, "Steam")] : [])),
    };
  }
  if (platform === "darwin") {
    const support = join(home, "Library", "Application Support");
    return { folders: [join(support, "factorio")], steam: [join(support, "Steam")] };
  }
  const flatpak = join(home, ".var", "app", "com.valvesoftware.Steam");
  const steamOf = (root: string): string[] => [join(root, ".steam", "steam"), join(root, ".local", "share", "Steam")];
  return {
    folders: [join(home, ".factorio"), join(flatpak, ".factorio")],
    steam: [...steamOf(home), ...steamOf(flatpak)],
  };
}

async function steamCloudFolders(steam: string): Promise<string[]> {
  const users = await readdir(join(steam, "userdata")).catch(() => []);
  return users.sort(compareNames).map((user) => join(steam, "userdata", user, STEAM_APP, "remote"));
}

/** The parent and grandparent of a mod directory, which may be folders of its game. */
export function foldersAround(modDirectory: string): string[] {
  const parent = dirname(modDirectory);
  return [...new Set([parent, dirname(parent)])];
}

/** The possible paths of `server-settings.json` for a mod directory, as in common servers and container images. */
export function serverSettingsPlaces(modDirectory: string): string[] {
  return foldersAround(modDirectory).flatMap((folder) =>
    ["", "config", "data"].map((inner) => join(folder, inner, "server-settings.json")),
  );
}
