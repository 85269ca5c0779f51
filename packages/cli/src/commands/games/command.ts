import { GAME_BUILDS } from "@factorio-lock/core";
import type { CommandSpec, Loading } from "../../command/command.ts";
import { GAME_PLACE, PLAYER_DATA, SERVER_SETTINGS } from "../../command/shared-flags.ts";

export const GAMES = {
  words: ["games"],
  group: "machine",
  summary: "list the games on this machine: version, kind, mod directory, builtin mods",
  about: [
    "Looks where Steam (every library folder), Flatpak, Snap, GOG, the archives of factorio.com and the app of macOS put the game, and in WSL where Windows has it. A game elsewhere is named by --game DIR or FACTORIO_GAME. Nothing in the folder of a modpack is taken for a game.",
    "If a game is not listed, name its folder: the one with `bin` and `data`.",
  ],
  options: [GAME_PLACE],
  examples: [
    { command: "factorio-lock games", summary: "which games are here" },
    { command: "factorio-lock games --game /srv/factorio --json", summary: "what this one is, for a script" },
  ],
  load: (): Loading => import("./run.ts"),
  result: async () => ({ result: (await import("./result.ts")).games }),
} as const satisfies CommandSpec;

export const GAMES_INSTALL = {
  words: ["games", "install"],
  group: "machine",
  summary: "fetch the game that is locked, or a version of it",
  about: [
    "Takes the version that mods.lock names (`game: headless` in mods.yaml locks one), else the newest stable. It is checked by its SHA-256, unpacked into your data folder beside other versions, and used by `launch --server` and `check`. A headless server needs no account; it runs on Linux.",
  ],
  positionals: [{ name: "VERSION", summary: "an exact version, like 2.0.77" }],
  options: [
    {
      name: "build",
      value: "BUILD",
      summary: "headless, alpha (the game) or expansion (with Space Age)",
      words: GAME_BUILDS,
      closed: true,
    },
    PLAYER_DATA,
    SERVER_SETTINGS,
  ],
  examples: [
    { command: "factorio-lock games install", summary: "the locked one, or the newest server" },
    { command: "factorio-lock games install 2.0.77 --build expansion", summary: "the game, with your account" },
  ],
  changes: true,
  load: (): Loading => import("./run-install.ts"),
  result: async () => ({ result: (await import("./result.ts")).gamesInstall }),
} as const satisfies CommandSpec;

export const GAMES_PRUNE = {
  words: ["games", "prune"],
  group: "machine",
  summary: "delete fetched games that no lockfile needs",
  about: [
    "The game of the mods.lock found from this folder upward is kept, and that of every lockfile given. Games of Steam and other installers are never touched.",
  ],
  positionals: [{ name: "LOCKFILE", many: true, summary: "further lockfiles whose game is kept", words: "files" }],
  changes: true,
  load: (): Loading => import("./run-prune.ts"),
  result: async () => ({ result: (await import("./result.ts")).gamesPrune }),
} as const satisfies CommandSpec;
