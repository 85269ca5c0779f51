import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

/** Brings disabled mods back. */
export const ENABLE = {
  words: ["enable"],
  group: "modpack",
  summary: "bring back mods that were disabled, with the range that mods.yaml remembers",
  positionals: [{ name: "MOD", required: true, many: true, summary: "a mod that is disabled in mods.yaml" }],
  options: [DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
  examples: [{ command: "factorio-lock enable jetpack", summary: "play with it again" }],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
