import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

/** Lets mods move that are held at a version. */
export const UNPIN = {
  words: ["unpin"],
  group: "modpack",
  summary: "let mods move again that mods.yaml holds at one version: it then asks for that or newer",
  about: ["Without MOD: all mods that are held so. Nothing moves yet; `update` moves them."],
  positionals: [
    { name: "MOD", many: true, summary: "a mod that mods.yaml holds at one version", words: "locked-mods" },
  ],
  options: [DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
  examples: [{ command: "factorio-lock unpin", summary: "after `init --from`, which holds every mod" }],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
