import type { CommandSpec, Loading } from "../../command/command.ts";
import {
  CONCURRENCY,
  DRY_RUN,
  GAME,
  INSTALLING,
  NO_INSTALL,
  NO_RECOMMENDED,
  OFFLINE,
  YES,
} from "../../command/shared-flags.ts";

/** Takes changes back. */
export const UNDO = {
  words: ["undo"],
  group: "modpack",
  summary: "bring back mods.yaml and mods.lock as they were before the last change, and install",
  about: [
    "With N: as they were N changes ago; `history` lists them. The settings that the changes wrote are brought back, too. An undo is a change itself: `undo` takes it back.",
  ],
  positionals: [{ name: "N", summary: "how many changes to take back (default: 1)" }],
  options: [DRY_RUN, NO_INSTALL, YES, OFFLINE, NO_RECOMMENDED, GAME, CONCURRENCY, ...INSTALLING],
  examples: [
    { command: "factorio-lock undo", summary: "take back the last change" },
    { command: "factorio-lock undo 3 --dry-run", summary: "see what three changes ago was different" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
