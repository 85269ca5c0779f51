import type { CommandSpec, Loading } from "../../command/command.ts";

export const WHY = {
  words: ["why"],
  group: "look",
  summary: "why a mod is there, up to mods.yaml",
  positionals: [{ name: "MOD", required: true, summary: "a locked mod", words: "locked-mods" }],
  examples: [{ command: "factorio-lock why flib", summary: "who needs it" }],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
