import type { CommandSpec, Loading } from "../../command/command.ts";

/** Lists the changes that `undo` can take back. */
export const HISTORY = {
  words: ["history"],
  group: "look",
  summary: "the changes of this modpack that `undo` can take back, the newest first",
  about: [
    "Every change by a command is kept in your own folder on this machine, up to 50 for each modpack. Git is neither needed nor touched.",
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
