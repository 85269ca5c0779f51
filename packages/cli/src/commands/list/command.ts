import type { CommandSpec, Loading } from "../../command/command.ts";
import { CONCURRENCY, OFFLINE } from "../../command/shared-flags.ts";

export const LIST = {
  words: ["list"],
  group: "look",
  summary: "the locked mods, one a line, in load order with --load-order",
  options: [
    { name: "load-order", summary: "in the order in which the game loads them" },
    {
      name: "licences",
      summary: "with title, size and licence of each; the portal is asked for what is not known here",
    },
    OFFLINE,
    CONCURRENCY,
  ],
  examples: [{ command: "factorio-lock list --licences", summary: "before you hand a pack on" }],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
