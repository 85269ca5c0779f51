import type { CommandSpec, Loading } from "../../command/command.ts";

export const INFO = {
  words: ["info"],
  group: "portal",
  summary: "what the portal says about a mod",
  positionals: [{ name: "MOD", required: true, summary: "a mod's name", words: "known-mods" }],
  options: [{ name: "releases", summary: "show all releases, not only the newest of each game line" }],
  examples: [{ command: "factorio-lock info flib", summary: "releases, dependencies, links" }],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
