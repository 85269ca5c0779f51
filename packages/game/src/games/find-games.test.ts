import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { removeFolderSync } from "../../../../testing/sandbox.mjs";
import { findGames, gameAt } from "./find-games.ts";
import type { Machine } from "./machine.ts";
import { windowsBelow } from "./machine.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "factorio-lock-games-"));
});
afterEach(() => removeFolderSync(root));

type Files = Readonly<Record<string, string>>;

/** Lays files of a played disk: `C:\\Games` lies in `ROOT/C/Games`, `/opt` in `ROOT/opt`. */
const at = (path: string) => join(root, path.replace(/^([A-Za-z]):/, "$1").replaceAll("\\", "/"));

function lay(files: Files): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(at(path)), { recursive: true });
    writeFileSync(at(path), text);
  }
}

const info = (name: string, version: string) => JSON.stringify({ name, version, dependencies: [] });

/** The files of a game in a folder. */
function game(
  folder: string,
  { version = "2.0.77", executable = "bin/x64/factorio", data = "data", dlc = true, headless = false } = {},
): Files {
  const builtins = ["base", ...(dlc ? ["elevated-rails", "quality", "space-age"] : [])];
  return {
    [`${folder}/${executable}`]: "",
    ...Object.fromEntries(builtins.map((name) => [`${folder}/${data}/${name}/info.json`, info(name, version)])),
    [`${folder}/${data}/core/info.json`]: JSON.stringify({ name: "core" }),
    ...(headless
      ? {}
      : { [`${folder}/${data}/base/sound/click.ogg`]: "", [`${folder}/${data}/base/graphics/entity/x.png`]: "" }),
  };
}

const WINDOWS = { executable: "bin/x64/factorio.exe" };
const APP = { executable: "Contents/MacOS/factorio", data: "Contents/data" };

const vdf = (...libraries: readonly string[]) =>
  `"libraryfolders"\n{\n${libraries.map((path, at) => `\t"${at}"\n\t{\n\t\t"path"\t\t"${path.replaceAll("\\", "\\\\")}"\n\t\t"label"\t""\n\t\t"apps"\n\t\t{\n\t\t\t"427520"\t"1"\n\t\t}\n\t}\n`).join("")}}\n`;
const acf = (folder: string) => `"AppState"\n{\n\t"appid"\t"427520"\n\t"installdir"\t\t"${folder}"\n}\n`;
const cfg = (system: boolean, path = "__PATH__executable__/../../config") =>
  `config-path=${path}\nuse-system-read-write-data-directories=${system}\n`;
const ini = (write: string) =>
  `; version=12\n[path]\nread-data=__PATH__executable__/../../data\nwrite-data=${write}\n[other]\nwrite-data=/wrong\n`;

const LINUX: Machine = { platform: "linux", home: "/home/ada", env: {}, at };
const MAC: Machine = { platform: "darwin", home: "/Users/ada", env: {}, at };
const PC: Machine = {
  platform: "win32",
  home: "C:\\Users\\Ada",
  env: { APPDATA: "C:\\Users\\Ada\\AppData\\Roaming" },
  at,
};
const WSL: Machine = {
  ...windowsBelow("C:\\Users\\Ada"),
  at: (path) => at(`/mnt/${path.replace(/^([A-Z]):/, (_, drive: string) => drive.toLowerCase())}`),
};

const STEAM = "/home/ada/.local/share/Steam";
const PC_STEAM = "C:\\Program Files (x86)\\Steam";
const slashed = (path: string) => path.replaceAll("\\", "/");

/** name, machine, files, then origin, build, version, folder and mod directory of what is found. */
const PLAYED: readonly (readonly [
  string,
  Machine,
  Files,
  readonly (readonly [string, string, string, string, string])[],
])[] = [
  [
    "Linux: Steam",
    LINUX,
    {
      ...game(`${STEAM}/steamapps/common/Factorio`),
      [`${STEAM}/steamapps/libraryfolders.vdf`]: vdf(STEAM),
      [`${STEAM}/steamapps/common/Factorio/config-path.cfg`]: cfg(true),
    },
    [["steam", "expansion", "2.0.77", `${STEAM}/steamapps/common/Factorio`, "/home/ada/.factorio/mods"]],
  ],
  [
    "Linux: a second library of Steam, without the expansion",
    LINUX,
    {
      ...game("/disk/games/steamapps/common/Factorio", { dlc: false }),
      [`${STEAM}/steamapps/libraryfolders.vdf`]: vdf(STEAM, "/disk/games"),
    },
    [["steam", "alpha", "2.0.77", "/disk/games/steamapps/common/Factorio", "/home/ada/.factorio/mods"]],
  ],
  [
    "Linux: a Steam that lists its libraries in config only, and another folder name",
    LINUX,
    {
      ...game("/disk/steamapps/common/Factorio beta", { version: "2.1.12" }),
      [`${STEAM}/config/libraryfolders.vdf`]: vdf("/disk"),
      "/disk/steamapps/appmanifest_427520.acf": acf("Factorio beta"),
    },
    [["steam", "expansion", "2.1.12", "/disk/steamapps/common/Factorio beta", "/home/ada/.factorio/mods"]],
  ],
  [
    "Linux: an old Steam's list",
    LINUX,
    {
      ...game("/old/steamapps/common/Factorio"),
      "/home/ada/.steam/steam/steamapps/libraryfolders.vdf":
        '"LibraryFolders"\n{\n "TimeNextStatsReport" "1"\n "1" "/old"\n}',
    },
    [["steam", "expansion", "2.0.77", "/old/steamapps/common/Factorio", "/home/ada/.factorio/mods"]],
  ],
  [
    "Linux: Steam of Snap",
    LINUX,
    game("/home/ada/snap/steam/common/.local/share/Steam/steamapps/common/Factorio"),
    [
      [
        "steam",
        "expansion",
        "2.0.77",
        "/home/ada/snap/steam/common/.local/share/Steam/steamapps/common/Factorio",
        "/home/ada/.factorio/mods",
      ],
    ],
  ],
  [
    "Linux: Steam of Flatpak",
    LINUX,
    game("/home/ada/.var/app/com.valvesoftware.Steam/.local/share/Steam/steamapps/common/Factorio"),
    [
      [
        "flatpak",
        "expansion",
        "2.0.77",
        "/home/ada/.var/app/com.valvesoftware.Steam/.local/share/Steam/steamapps/common/Factorio",
        "/home/ada/.var/app/com.valvesoftware.Steam/.factorio/mods",
      ],
    ],
  ],
  [
    "Linux: GOG",
    LINUX,
    { ...game("/home/ada/GOG Games/Factorio/game"), "/home/ada/GOG Games/Factorio/game/config-path.cfg": cfg(true) },
    [["gog", "expansion", "2.0.77", "/home/ada/GOG Games/Factorio/game", "/home/ada/.factorio/mods"]],
  ],
  [
    "Linux: standalone, with its own folders",
    LINUX,
    { ...game("/home/ada/factorio"), "/home/ada/factorio/config-path.cfg": cfg(false) },
    [["standalone", "expansion", "2.0.77", "/home/ada/factorio", "/home/ada/factorio/mods"]],
  ],
  [
    "Linux: standalone, whose config.ini names another place",
    LINUX,
    {
      ...game("/home/ada/factorio"),
      "/home/ada/factorio/config-path.cfg": cfg(false),
      "/home/ada/factorio/config/config.ini": ini("/data/factorio/"),
    },
    [["standalone", "expansion", "2.0.77", "/home/ada/factorio", "/data/factorio/mods"]],
  ],
  [
    "Linux: headless",
    LINUX,
    {
      ...game("/opt/factorio", { headless: true }),
      "/opt/factorio/config-path.cfg": cfg(false),
      "/opt/factorio/config/config.ini": ini("__PATH__executable__/../.."),
    },
    [["standalone", "headless", "2.0.77", "/opt/factorio", "/opt/factorio/mods"]],
  ],
  [
    "Linux: headless in a container, its data in another folder",
    LINUX,
    {
      ...game("/opt/factorio", { headless: true }),
      "/opt/factorio/config-path.cfg": cfg(false, "/factorio/config"),
      "/factorio/config/config.ini": ini("/factorio"),
    },
    [["standalone", "headless", "2.0.77", "/opt/factorio", "/factorio/mods"]],
  ],
  [
    "Linux: the Windows game of Proton",
    LINUX,
    game(`${STEAM}/steamapps/common/Factorio`, WINDOWS),
    [["steam", "expansion", "2.0.77", `${STEAM}/steamapps/common/Factorio`, "/home/ada/.factorio/mods"]],
  ],
  [
    "Linux: two of them, of different lines",
    LINUX,
    {
      ...game(`${STEAM}/steamapps/common/Factorio`),
      ...game("/home/ada/factorio", { version: "1.1.110", dlc: false }),
    },
    [
      ["steam", "expansion", "2.0.77", `${STEAM}/steamapps/common/Factorio`, "/home/ada/.factorio/mods"],
      ["standalone", "alpha", "1.1.110", "/home/ada/factorio", "/home/ada/.factorio/mods"],
    ],
  ],
  [
    "WSL: the Steam of Windows",
    WSL,
    game("/mnt/d/SteamLibrary/steamapps/common/Factorio", WINDOWS),
    [
      [
        "wsl",
        "expansion",
        "2.0.77",
        "/mnt/d/SteamLibrary/steamapps/common/Factorio",
        "/mnt/c/Users/Ada/AppData/Roaming/Factorio/mods",
      ],
    ],
  ],
  [
    "Windows: Steam",
    PC,
    game(slashed(`${PC_STEAM}/steamapps/common/Factorio`), WINDOWS),
    [
      [
        "steam",
        "expansion",
        "2.0.77",
        slashed(`${PC_STEAM}/steamapps/common/Factorio`),
        "C:/Users/Ada/AppData/Roaming/Factorio/mods",
      ],
    ],
  ],
  [
    "Windows: a library on another drive",
    PC,
    {
      ...game("G:/Spiele/steamapps/common/Factorio", WINDOWS),
      [slashed(`${PC_STEAM}/steamapps/libraryfolders.vdf`)]: vdf(PC_STEAM, "G:\\Spiele"),
    },
    [
      [
        "steam",
        "expansion",
        "2.0.77",
        "G:/Spiele/steamapps/common/Factorio",
        "C:/Users/Ada/AppData/Roaming/Factorio/mods",
      ],
    ],
  ],
  [
    "Windows: a Steam that only the registry knows",
    { ...PC, steam: ["H:\\Steam"] },
    game("H:/Steam/steamapps/common/Factorio", WINDOWS),
    [
      [
        "steam",
        "expansion",
        "2.0.77",
        "H:/Steam/steamapps/common/Factorio",
        "C:/Users/Ada/AppData/Roaming/Factorio/mods",
      ],
    ],
  ],
  [
    "Windows: GOG",
    PC,
    game("C:/GOG Games/Factorio", WINDOWS),
    [["gog", "expansion", "2.0.77", "C:/GOG Games/Factorio", "C:/Users/Ada/AppData/Roaming/Factorio/mods"]],
  ],
  [
    "Windows: installed from the website",
    PC,
    {
      ...game("C:/Program Files/Factorio", { ...WINDOWS, dlc: false }),
      "C:/Program Files/Factorio/config-path.cfg": cfg(true, "__PATH__system-write-data__/config"),
      "C:/Users/Ada/AppData/Roaming/Factorio/config/config.ini": ini("__PATH__system-write-data__"),
    },
    [["standalone", "alpha", "2.0.77", "C:/Program Files/Factorio", "C:/Users/Ada/AppData/Roaming/Factorio/mods"]],
  ],
  [
    "Windows: unpacked, with its own folders",
    PC,
    { ...game("D:/Games/Factorio", WINDOWS), "D:/Games/Factorio/config-path.cfg": cfg(false).replaceAll("\n", "\r\n") },
    [["standalone", "expansion", "2.0.77", "D:/Games/Factorio", "D:/Games/Factorio/mods"]],
  ],
  [
    "macOS: Steam",
    MAC,
    game("/Users/ada/Library/Application Support/Steam/steamapps/common/Factorio/factorio.app", APP),
    [
      [
        "steam",
        "expansion",
        "2.0.77",
        "/Users/ada/Library/Application Support/Steam/steamapps/common/Factorio",
        "/Users/ada/Library/Application Support/factorio/mods",
      ],
    ],
  ],
  [
    "macOS: the app",
    MAC,
    game("/Applications/factorio.app", { ...APP, dlc: false }),
    [
      [
        "standalone",
        "alpha",
        "2.0.77",
        "/Applications/factorio.app",
        "/Users/ada/Library/Application Support/factorio/mods",
      ],
    ],
  ],
];

test.each(PLAYED)("%s", (_, machine, files, expected) => {
  lay(files);
  const found = findGames(machine).map(({ origin, build, version, directory, modDirectory }) => [
    origin,
    build,
    version,
    directory,
    modDirectory,
  ]);
  expect(found).toEqual(
    expected.map(([origin, build, version, ...paths]) => [origin, build, version, ...paths.map((path) => at(path))]),
  );
});

const PROTON = `${STEAM}/steamapps/common/Factorio`;

/** Disks that only look as if there were a game. */
const NONE: readonly (readonly [string, () => void])[] = [
  ["a library that is gone", () => lay({ [`${STEAM}/steamapps/libraryfolders.vdf`]: vdf("/unplugged") })],
  [
    "a library on another machine, and a relative one",
    () => lay({ [`${STEAM}/steamapps/libraryfolders.vdf`]: vdf("//server/share", "../..", "") }),
  ],
  [
    "what an uninstalled game leaves",
    () =>
      lay({
        [`${PROTON}/config-path.cfg`]: cfg(true),
        [`${PROTON}/data/base/info.json`]: info("base", "2.0.77"),
        [`${STEAM}/steamapps/appmanifest_427520.acf`]: acf("Factorio"),
      }),
  ],
  [
    "the user's data folder by the name of the game",
    () => lay({ "/home/ada/factorio/mods/mod-list.json": "{}", "/home/ada/factorio/saves/x.zip": "" }),
  ],
  ["an executable without data", () => lay({ "/opt/factorio/bin/x64/factorio": "" })],
  [
    "a folder in place of the executable",
    () => lay({ ...game("/opt/factorio", { executable: "bin/x64/factorio/readme" }) }),
  ],
  [
    "a base that calls itself otherwise, or has no version",
    () =>
      lay({
        ...game("/opt/factorio"),
        "/opt/factorio/data/base/info.json": info("base-pack", "2.0.77"),
        ...game("/home/ada/factorio"),
        "/home/ada/factorio/data/base/info.json": info("base", "newest"),
      }),
  ],
  [
    "a list of libraries that is binary, endless, or too deep",
    () =>
      lay({
        [`${STEAM}/steamapps/libraryfolders.vdf`]: "\u0000\u0001\u0002".repeat(10_000),
        [`${STEAM}/config/libraryfolders.vdf`]: '"a"{'.repeat(50_000),
        "/home/ada/.steam/root/steamapps/libraryfolders.vdf": `"libraryfolders" { "0" "/x" ${" ".repeat(2 ** 20)} }`,
      }),
  ],
  [
    "a name of the game's folder that leaves the library",
    () =>
      lay({
        ...game("/elsewhere"),
        [`${STEAM}/steamapps/appmanifest_427520.acf`]: acf("../../../../../../../elsewhere"),
      }),
  ],
  [
    "an info.json of a megabyte",
    () =>
      lay({
        ...game("/opt/factorio"),
        "/opt/factorio/data/base/info.json": `{"name":"base","version":"2.0.77"}${" ".repeat(2 ** 20)}`,
      }),
  ],
  [
    "links in a circle, and a pipe",
    () => {
      lay({ "/opt/factorio/bin/x64/factorio": "", "/opt/factorio/data/base/readme": "" });
      symlinkSync("/opt/factorio/data", at("/opt/factorio/data/loop"));
      execFileSync("mkfifo", [at("/opt/factorio/data/base/info.json")]);
    },
  ],
  ["a game beside the modpack", () => lay(game("/home/ada/projects/pack"))],
];

test.each(NONE)("no game: %s", (_, make) => {
  make();
  expect(findGames(LINUX)).toEqual([]);
});

test("one game that two places lead to is one", () => {
  lay(game(PROTON));
  mkdirSync(at("/home/ada/.steam"), { recursive: true });
  symlinkSync(at(STEAM), at("/home/ada/.steam/steam"));
  expect(findGames(LINUX)).toHaveLength(1);
});

test.each([
  ["nowhere", "write-data=", "/home/ada/factorio/mods"],
  ["a relative place", "write-data=../../..", "/home/ada/factorio/mods"],
  ["another machine", "write-data=\\\\server\\share", "/home/ada/factorio/mods"],
  ["what no game knows", "write-data=__PATH__evil__/x", "/home/ada/factorio/mods"],
  ["control characters", "write-data=/a\u001b[2J", "/home/ada/factorio/mods"],
  ["a system folder, which is only shown", "write-data=/etc", "/etc/mods"],
])("config.ini that points to %s", (_, line, expected) => {
  lay({
    ...game("/home/ada/factorio"),
    "/home/ada/factorio/config-path.cfg": cfg(false),
    "/home/ada/factorio/config/config.ini": `[path]\n${line}\n`,
  });
  expect(findGames(LINUX).map(({ modDirectory }) => modDirectory)).toEqual([at(expected)]);
});

describe("a game that somebody names", () => {
  test.each(["/g", "/g/data", "/g/bin/x64", "/g/bin/x64/factorio"])("by %s", (path) => {
    lay(game("/g"));
    expect(gameAt(LINUX, path)).toMatchObject({ version: "2.0.77", origin: "named", directory: at("/g") });
  });

  test("is an error where there is none", () => {
    expect(() => gameAt(LINUX, "/nowhere")).toThrow(expect.objectContaining({ code: "GAME_NOT_FOUND" }));
  });
});
