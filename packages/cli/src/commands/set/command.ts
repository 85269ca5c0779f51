import { GAME_BUILDS } from "@factorio-lock/core";
import type { CommandSpec, Loading, Words } from "../../command/command.ts";
import { SET_KEYS } from "./keys.ts";

export const SET = {
  words: ["set"],
  group: "modpack",
  summary: "change factorio, expansion, modDirectory, game, updates.olderThan or a key of pack in mods.yaml",
  positionals: [
    {
      name: "KEY",
      required: true,
      summary: SET_KEYS.join(", "),
      words: SET_KEYS,
      closed: true,
    },
    {
      name: "VALUE",
      required: true,
      summary: "the new value",
      wordsAfter: new Map<string, Words>([
        ["expansion", ["true", "false"]],
        ["modDirectory", "folders"],
        ["game", GAME_BUILDS],
      ]),
    },
  ],
  examples: [
    { command: "factorio-lock set factorio 2.0.77", summary: "an exact game version" },
    { command: "factorio-lock set pack.version 1.4.0", summary: "the version that packs and exports have" },
    { command: "factorio-lock set updates.olderThan 7d", summary: "take no release in its first week" },
    { command: "factorio-lock set expansion true", summary: "this install has Space Age" },
    { command: "factorio-lock set game headless", summary: "lock the server as well (or alpha, expansion: the game)" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
