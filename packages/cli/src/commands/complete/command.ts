import type { CommandSpec, Loading } from "../../command/command.ts";

export const COMPLETE = {
  words: ["complete"],
  group: "more",
  summary: "what fits at the end of a command line, one a line",
  positionals: [{ name: "WORD", many: true, summary: "the words so far; the last may be empty" }],
  hidden: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
