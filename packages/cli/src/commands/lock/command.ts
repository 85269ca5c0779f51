import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, RESOLVING } from "../../command/shared-flags.ts";

export const LOCK = {
  words: ["lock"],
  group: "modpack",
  summary: "choose the releases and write mods.lock",
  about: ["Releases that are locked stay where they are as long as they fit; `update` moves them."],
  options: [
    { name: "check", summary: "only check whether mods.lock is up to date: exit code 5 if not" },
    DRY_RUN,
    ...RESOLVING,
  ],
  examples: [{ command: "factorio-lock lock --check", summary: "in CI: fail when somebody forgot to lock" }],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
