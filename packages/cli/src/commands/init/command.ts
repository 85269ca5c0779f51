import type { CommandSpec, Loading } from "../../command/command.ts";
import { LOOSE } from "../../command/shared-flags.ts";

export const INIT = {
  words: ["init"],
  group: "modpack",
  says: "start a mods.yaml in this folder",
  about: [
    "With --from it takes over the mods that are enabled in a mod directory, a mod-list.json, a save, a factorio-current.log or a server's folder (its mods/, else its newest save), each at the version that it has there; a save's startup settings too. What PATH is shows in what is in it. Mods that are switched off are left out.",
    "The game version becomes the line of the source, such as 2.0, even where the source tells an exact version: --factorio names another.",
  ],
  options: [
    { name: "factorio", value: "VERSION", says: "the game version, 2.0 or 2.0.77 (default: 2.0)" },
    { name: "expansion", says: "this install has the Space Age expansion" },
    { name: "from", value: "PATH", says: "take over the mods of what lies there", words: "files" },
    LOOSE,
  ],
  examples: [
    { command: "factorio-lock init --factorio 2.0", says: "for any game of the 2.0 line" },
    { command: "factorio-lock init --from ../factorio/mods", says: "with the mods of that folder" },
    { command: "factorio-lock init --from friday.zip", says: "with the mods of a save" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
} as const satisfies CommandSpec;
