import type { CommandSpec, Loading } from "../../command/command.ts";

export const WHY = {
  words: ["why"],
  group: "look",
  says: "why a mod is there, up to mods.yaml",
  positionals: [{ name: "MOD", required: true, says: "a locked mod", words: "locked-mods" }],
  examples: [{ command: "factorio-lock why flib", says: "who needs it" }],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
