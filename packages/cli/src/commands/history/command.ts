import type { CommandSpec, Loading } from "../../command/command.ts";

/** Lists the changes that `undo` can take back. */
export const HISTORY = {
  words: ["history"],
  group: "look",
  summary: "the changes of this modpack that `undo` can take back, the newest first",
  about: [
    "Every change by a command is kept on this machine, 50 of them for each modpack, in your own folder: no git is needed, and none is touched.",
  ],
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
