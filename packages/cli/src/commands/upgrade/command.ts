import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, RESOLVING } from "../../command/shared-flags.ts";

export const UPGRADE = {
  words: ["upgrade"],
  group: "modpack",
  summary: "move to another game line, and install",
  about: [
    "Shows for each mod in mods.yaml whether it can move: ready, at which release; held, by whom; or without a release for that line. Then the largest set of them that can move together.",
    "It moves only if all can, or with --drop: then what cannot move is kept in mods.yaml as `enabled: false`, so that `enable` brings it back when its author is ready.",
    "Versions in mods.yaml that are only too old are loosened: 1.2.3 becomes >= 1.2.3.",
  ],
  positionals: [{ name: "LINE", required: true, summary: "a game line such as 2.1, or an exact version of it" }],
  options: [
    { name: "check", summary: "only look; exit code 5 unless everything can move" },
    { name: "drop", summary: "leave out, for a while, what cannot move" },
    DRY_RUN,
    NO_INSTALL,
    ...RESOLVING,
    ...INSTALLING,
  ],
  examples: [
    { command: "factorio-lock upgrade 2.1 --check", summary: "can my modpack move, and what blocks it?" },
    { command: "factorio-lock upgrade 2.1 --drop", summary: "move, without what is not ready" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
