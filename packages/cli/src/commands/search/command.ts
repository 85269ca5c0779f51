import type { CommandSpec, Loading } from "../../command/command.ts";

export const SEARCH = {
  words: ["search"],
  group: "portal",
  summary: "find mods by words",
  positionals: [{ name: "TEXT", required: true, many: true, summary: "what to look for" }],
  options: [
    { name: "factorio", value: "VERSION", summary: "for this game version (default: the one of mods.yaml)" },
    { name: "limit", value: "N", summary: "how many to show, 1 to 100 (default: 20)" },
  ],
  examples: [{ command: "factorio-lock search train signals", summary: "mods about train signals" }],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
