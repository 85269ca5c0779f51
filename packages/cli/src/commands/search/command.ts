import type { CommandSpec, Loading } from "../../command/command.ts";

export const SEARCH = {
  words: ["search"],
  group: "portal",
  says: "find mods by words",
  positionals: [{ name: "TEXT", required: true, many: true, says: "what to look for" }],
  options: [
    { name: "factorio", value: "VERSION", says: "for this game version (default: the one of mods.yaml)" },
    { name: "limit", value: "N", says: "how many to show, 1 to 100 (default: 20)" },
  ],
  examples: [{ command: "factorio-lock search train signals", says: "mods about train signals" }],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
