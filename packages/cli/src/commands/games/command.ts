import type { CommandSpec, Loading } from "../../command/command.ts";
import { GAME_PLACE } from "../../command/shared-flags.ts";

export const GAMES = {
  words: ["games"],
  group: "machine",
  says: "list the games on this machine: version, kind, mod directory, builtin mods",
  about: [
    "Looks where Steam (every library folder), Flatpak, Snap, GOG, the archives of factorio.com and the app of macOS put the game, and in WSL where Windows has it. A game elsewhere is named by --game DIR or FACTORIO_GAME. Nothing in the folder of a modpack is taken for a game.",
    "A game that is not listed but is there: name its folder, the one with `bin` and `data`.",
  ],
  options: [GAME_PLACE],
  examples: [
    { command: "factorio-lock games", says: "which games are here" },
    { command: "factorio-lock games --game /srv/factorio --json", says: "what this one is, for a script" },
  ],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
