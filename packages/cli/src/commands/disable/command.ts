import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

/** Leaves mods out for a while. */
export const DISABLE = {
  words: ["disable"],
  group: "modpack",
  summary: "leave mods out for a while, keeping what mods.yaml asks of them",
  about: [
    "mods.yaml then says `MOD: { version: RANGE, enabled: false }`, which keeps the mod out as `false` does. `enable` brings it back with its range.",
  ],
  positionals: [{ name: "MOD", required: true, many: true, summary: "a mod of mods.yaml", words: "locked-mods" }],
  options: [DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
  examples: [{ command: "factorio-lock disable jetpack", summary: "play without it for a while" }],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
