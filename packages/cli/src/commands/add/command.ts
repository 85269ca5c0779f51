import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

export const ADD = {
  words: ["add"],
  group: "modpack",
  summary: "add mods, with all that they need, and install",
  about: [
    'Without a range the newest release that fits is taken, and mods.yaml says ">= THAT VERSION": later updates are welcome, older releases are not. `MOD@RANGE` asks for what you say, `MOD@false` keeps a mod out.',
  ],
  positionals: [
    {
      name: "MOD[@RANGE]",
      required: true,
      many: true,
      summary: "a mod's name, or a name and a range of versions",
      words: "known-mods",
    },
  ],
  options: [
    { name: "with-optional", summary: "also add the optional mods that fit" },
    DRY_RUN,
    NO_INSTALL,
    NO_LOCK,
    ...RESOLVING,
    ...INSTALLING,
  ],
  examples: [
    { command: "factorio-lock add flib", summary: "the newest release that fits" },
    { command: 'factorio-lock add "jetpack@^0.4.0" flib@0.16.5', summary: "a range, and exactly one release" },
    { command: "factorio-lock add space-age", summary: "a mod that ships with the game" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
