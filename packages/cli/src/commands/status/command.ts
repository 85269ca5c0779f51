import type { CommandSpec, Loading } from "../../command/command.ts";

/** The page of a bare `factorio-lock` on a terminal inside a modpack. */
export const STATUS = {
  words: ["status"],
  group: "look",
  summary: "the state of this modpack in a few lines, as factorio-lock alone shows it on a terminal",
  hidden: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
