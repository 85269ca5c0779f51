import type { CommandSpec, Loading } from "../../command/command.ts";
import { GAME_PLACE, INSTALLING, NO_RECOMMENDED, OFFLINE } from "../../command/shared-flags.ts";

export const LAUNCH = {
  words: ["launch"],
  group: "modpack",
  summary: "install what is missing, then start the game with this mod directory",
  about: [
    "Starts the newest game on this machine that fits the lockfile; `factorio-lock games` lists them. Its exit code becomes that of this command, signals reach it, and afterwards the changes made in the game's menus are listed, with the command that takes them over into the modpack.",
    "Without --instance, saves and the game's own settings are where this game always has them; mods and their settings are those of the modpack in any case. With --instance DIR they are in DIR, so that several copies of the game run side by side.",
    "A game of Steam is started with its Steam app id or, if it must be, through Steam: then its exit code is unknown and signals do not reach it, and a warning says so.",
  ],
  positionals: [{ name: "ARGS", many: true, summary: "more arguments for the game, after `--`" }],
  options: [
    { name: "server", value: "SAVE", summary: "start a server with this save, without a window", words: "files" },
    { name: "instance", value: "DIR", summary: "keep saves and settings of the game in this folder", words: "folders" },
    GAME_PLACE,
    OFFLINE,
    NO_RECOMMENDED,
    ...INSTALLING,
  ],
  examples: [
    { command: "factorio-lock launch", summary: "play this modpack" },
    { command: "factorio-lock launch --instance ./instance", summary: "with saves and settings of its own" },
    { command: "factorio-lock launch --server saves/world.zip -- --port 34198", summary: "a server for it" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
