import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

/** Holds mods at a version. */
export const PIN = {
  words: ["pin"],
  group: "modpack",
  summary: "hold mods at the version that is locked, or at another one, by writing it into mods.yaml",
  about: [
    "Without MOD: all mods of mods.yaml. `unpin` lets them move again. A mod that only others need is added to mods.yaml, and stays there after `unpin`: `remove` takes it out.",
  ],
  positionals: [
    {
      name: "MOD[@VERSION]",
      many: true,
      summary: "a mod, and the version if not the locked one",
      words: "locked-mods",
    },
  ],
  options: [DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
  examples: [
    { command: "factorio-lock pin flib", summary: "hold one mod where it is" },
    { command: "factorio-lock pin flib@0.16.5", summary: "move it to that version, and hold it there" },
    { command: "factorio-lock pin", summary: "hold all, for a long game" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
