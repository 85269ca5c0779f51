import { type Machine, pathsOf } from "./machine.ts";
import { steamGameFolders } from "./steam.ts";

/** How a game was installed or found, according to its location. */
export const GAME_ORIGINS = ["steam", "flatpak", "gog", "standalone", "wsl", "downloaded", "named"] as const;

export type GameOrigin = (typeof GAME_ORIGINS)[number];

/** A folder that may contain a game. */
export interface GamePlace {
  readonly directory: string;
  readonly origin: GameOrigin;
}

/**
 * The usual install folders of the game, likeliest first. A modpack's folder and its parents are never included: a
 * repository may contain a program that poses as the game. Source: docs/playing.md, "Which game".
 */
export function gamePlaces(machine: Machine): GamePlace[] {
  const steam = (roots: readonly string[], origin: GameOrigin): GamePlace[] =>
    [...new Set(roots)].flatMap((root) => steamGameFolders(machine, root).map((directory) => ({ directory, origin })));
  const at = (origin: GameOrigin, directories: readonly string[]): GamePlace[] =>
    directories.map((directory) => ({ directory, origin }));
  const { home, env, platform } = machine;
  const further = machine.steam ?? [];
  const { join } = pathsOf(machine);
  if (platform === "win32") {
    const programs = [
      env["ProgramFiles(x86)"] || "C:\\Program Files (x86)",
      env["ProgramFiles"] || "C:\\Program Files",
      env["ProgramW6432"] || "C:\\Program Files",
    ];
    const drives = ["C:\\", "D:\\", "E:\\", "F:\\"];
    return [
      ...steam(
        [
          ...further,
          ...programs.map((root) => join(root, "Steam")),
          ...drives.flatMap((drive) => [join(drive, "Steam"), join(drive, "SteamLibrary")]),
        ],
        "steam",
      ),
      ...at("gog", [
        ...drives.map((drive) => join(drive, "GOG Games", "Factorio")),
        ...programs.map((root) => join(root, "GOG Galaxy", "Games", "Factorio")),
      ]),
      ...at("standalone", [
        ...programs.map((root) => join(root, "Factorio")),
        ...drives.flatMap((drive) => [join(drive, "Factorio"), join(drive, "Games", "Factorio")]),
        join(home, "Factorio"),
        join(home, "Games", "Factorio"),
      ]),
    ];
  }
  if (platform === "darwin") {
    const apps = ["/Applications", join(home, "Applications")];
    return [
      ...steam([...further, join(home, "Library", "Application Support", "Steam")], "steam"),
      ...at(
        "standalone",
        apps.flatMap((folder) => [join(folder, "factorio.app"), join(folder, "Factorio.app")]),
      ),
      ...at(
        "gog",
        apps.map((folder) => join(folder, "GOG Games", "Factorio")),
      ),
    ];
  }
  const flatpak = join(home, ".var", "app", "com.valvesoftware.Steam");
  const snap = join(home, "snap", "steam", "common");
  const steamOf = (root: string) => [
    join(root, ".steam", "steam"),
    join(root, ".steam", "root"),
    join(root, ".steam", "debian-installation"),
    join(root, ".local", "share", "Steam"),
  ];
  return [
    ...steam([...further, ...steamOf(home), ...steamOf(snap)], "steam"),
    ...steam([...steamOf(flatpak), join(flatpak, "data", "Steam")], "flatpak"),
    ...at("gog", [
      join(home, "GOG Games", "Factorio", "game"),
      join(home, "GOG Games", "Factorio"),
      join(home, "Games", "Heroic", "Factorio"),
    ]),
    ...at("standalone", [
      ...["factorio", "Factorio"].flatMap((name) => [
        join(home, name),
        join(home, "games", name),
        join(home, "Games", name),
        join(home, ".local", "share", name),
      ]),
      "/opt/factorio",
      "/srv/factorio",
      "/usr/share/factorio",
      "/usr/local/share/factorio",
      "/usr/local/factorio",
      "/home/factorio/factorio",
      "/factorio",
    ]),
  ];
}
