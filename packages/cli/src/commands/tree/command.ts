import type { CommandSpec, Loading } from "../../command/command.ts";

export const TREE = {
  words: ["tree"],
  group: "look",
  summary: "the locked mods and who needs whom",
  positionals: [{ name: "MOD", many: true, summary: "start from these mods", words: "locked-mods" }],
  options: [
    { name: "optional", summary: "also show optional and recommended mods that are absent" },
    { name: "depth", value: "N", summary: "show only so many levels" },
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
