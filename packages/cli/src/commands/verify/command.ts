import type { CommandSpec, Loading } from "../../command/command.ts";
import { GAME } from "../../command/shared-flags.ts";

export const VERIFY = {
  words: ["verify"],
  group: "look",
  summary: "check the mod directory against mods.lock, by hash",
  about: [
    "Exit code 5 when something is missing, damaged, switched wrongly, or not locked and enabled. Mods that are not locked and are switched off are only counted.",
    "What was installed with --game is verified with --game: the game decides which builtin mods there are.",
  ],
  options: [GAME],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
