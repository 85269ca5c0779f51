import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

export const REMOVE = {
  words: ["remove"],
  group: "modpack",
  summary: "remove mods, with all that only they needed, and install",
  positionals: [{ name: "MOD", required: true, many: true, summary: "a mod of mods.yaml", words: "locked-mods" }],
  options: [DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
  examples: [{ command: "factorio-lock remove jetpack", summary: "take a mod out again" }],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
