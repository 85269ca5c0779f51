import type { CommandSpec, Loading } from "../../command/command.ts";
import { CONCURRENCY, GAME, NO_RECOMMENDED, OFFLINE } from "../../command/shared-flags.ts";

export const OUTDATED = {
  words: ["outdated"],
  group: "look",
  summary: "what could be newer, and what holds it back",
  options: [
    { name: "exit-code", summary: "exit code 5 when a newer release fits; with --factorio, unless all can move" },
    { name: "factorio", value: "LINE", summary: "what can move to another game line, and what blocks it" },
    OFFLINE,
    NO_RECOMMENDED,
    GAME,
    CONCURRENCY,
  ],
  examples: [
    { command: "factorio-lock outdated", summary: "before an evening of updates" },
    { command: "factorio-lock outdated --factorio 2.1", summary: "which mods are ready for 2.1" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
