import type { CommandSpec, Loading } from "../../command/command.ts";
import { GAME_PLACE } from "../../command/shared-flags.ts";

export const CHECK = {
  words: ["check"],
  group: "look",
  summary: "say whether the game would load this mod directory, and exactly what is locked",
  about: [
    "By the game's own rules: dependencies and their versions, builtin mods, load order, names inside archives. Ends with 5 when the answer is no.",
    "With a game (--game DIR, FACTORIO_GAME, or the one that is locked and fetched) its own version and builtin mods count, and it is started as well, without a window, on a mod directory of its own: its answer counts. Nothing of the modpack is changed.",
  ],
  options: [
    GAME_PLACE,
    { name: "timeout", value: "SECONDS", summary: "how long the game may take to load, 1 to 3600 (default: 300)" },
  ],
  examples: [
    { command: "factorio-lock check", summary: "before you hand a modpack out" },
    { command: "factorio-lock check --game /opt/factorio", summary: "by the game itself" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
