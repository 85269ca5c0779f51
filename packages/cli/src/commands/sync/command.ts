import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, LOOSE, NO_INSTALL, RESOLVING, SETTINGS, YES } from "../../command/shared-flags.ts";

export const SYNC = {
  words: ["sync"],
  group: "modpack",
  summary: "make this modpack exactly what a save, a server, a friend or a pack has, and install",
  about: [
    "SOURCE is what `init --from` takes: a save, a mod directory, a server's folder, a mod-list.json, a factorio-current.log, a metapackage, a mods.lock, a pack file, a mod pack of Clusterio, or the https:// address of one of these. If there is no mods.yaml yet, it starts one.",
    "It shows what would change, asks, and then changes mods.yaml, mods.lock, settings and mods in one step. Mods that stay keep their lines and comments in mods.yaml. What is off there is off here.",
    "The address of a pack stays in mods.yaml as `pack.from`: `update` then takes its author's next version.",
  ],
  positionals: [{ name: "SOURCE", required: true, summary: "the source of the mods", words: "files" }],
  options: [
    YES,
    DRY_RUN,
    { name: "without", value: "MODS", summary: "leave these mods out, joined by commas" },
    SETTINGS,
    LOOSE,
    NO_INSTALL,
    ...RESOLVING,
    ...INSTALLING,
  ],
  examples: [
    { command: "factorio-lock sync friday.zip", summary: "the mods of a save, to play it" },
    { command: "factorio-lock sync https://example.com/friday.pack.json", summary: "a friend's pack, and follow it" },
    {
      command: "factorio-lock sync ~/.factorio/mods --settings --dry-run",
      summary: "see what is different in the game",
    },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
