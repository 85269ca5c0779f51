import type { CommandSpec, Loading } from "../../command/command.ts";
import { GAME_PLACE } from "../../command/shared-flags.ts";

export const BISECT = {
  words: ["bisect"],
  group: "look",
  summary: "find the mod, or the mods, that break the game",
  about: [
    "Tries parts of the modpack, each with all that its mods need, and halves them until only the mods at fault are left: about seven tries for a hundred mods.",
    "With COMMAND, a try is a run of it: it gets the mod directory as FACTORIO_MOD_DIRECTORY, and any exit code but 0 means broken. It has to start the game with the game's option `--mod-directory` at that folder: other commands of factorio-lock would judge the whole modpack. Without COMMAND the game is started for each try, and you are asked afterwards.",
    "Tries run on a mod directory of their own: the modpack stays as it is, whatever happens.",
  ],
  positionals: [{ name: "COMMAND", many: true, summary: "tells a broken game from a sound one; after `--`" }],
  options: [GAME_PLACE],
  examples: [
    { command: "factorio-lock bisect", summary: "start the game again and again, and answer" },
    { command: "factorio-lock bisect -- ./try.sh", summary: "let a script judge" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
