import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

/** Several changes of the manifest as one. */
export const EDIT = {
  words: ["edit"],
  group: "modpack",
  summary: "make several changes of mods.yaml as one, and install",
  about: ["Nothing is changed unless all of it fits together. Each flag may be given more than once."],
  options: [
    { name: "add", value: "MOD[@RANGE]", many: true, summary: "add a mod, as `add` does", words: "known-mods" },
    { name: "remove", value: "MOD", many: true, summary: "take a mod out", words: "locked-mods" },
    {
      name: "disable",
      value: "MOD",
      many: true,
      summary: "leave a mod out for a while, keeping its range",
      words: "locked-mods",
    },
    { name: "enable", value: "MOD", many: true, summary: "bring back a mod that was disabled" },
    { name: "set", value: "KEY=VALUE", many: true, summary: "change a key, as `set` does" },
    DRY_RUN,
    NO_INSTALL,
    NO_LOCK,
    ...RESOLVING,
    ...INSTALLING,
  ],
  examples: [
    { command: "factorio-lock edit --remove old-mod --add new-mod", summary: "one mod in the place of another" },
    { command: "factorio-lock edit --set expansion=true --add space-age", summary: "a mod of the expansion" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
