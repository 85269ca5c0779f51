import type { CommandSpec, Loading } from "../../command/command.ts";

export const LIST = {
  words: ["list"],
  group: "look",
  summary: "the locked mods, one a line, in load order with --load-order",
  options: [{ name: "load-order", summary: "in the order in which the game loads them" }],
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
