import type { CommandSpec, Loading, Words } from "../../command/command.ts";

export const SET = {
  words: ["set"],
  group: "modpack",
  says: "change factorio, expansion or modDirectory in mods.yaml",
  positionals: [
    {
      name: "KEY",
      required: true,
      says: "factorio, expansion or modDirectory",
      words: ["factorio", "expansion", "modDirectory"],
      closed: true,
    },
    {
      name: "VALUE",
      required: true,
      says: "the new value",
      wordsAfter: new Map<string, Words>([
        ["expansion", ["true", "false"]],
        ["modDirectory", "folders"],
      ]),
    },
  ],
  examples: [
    { command: "factorio-lock set factorio 2.0.77", says: "an exact game version" },
    { command: "factorio-lock set expansion true", says: "this install has Space Age" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
