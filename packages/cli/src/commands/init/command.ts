import type { CommandSpec, Loading } from "../../command/command.ts";
import { LOOSE, OFFLINE, SETTINGS } from "../../command/shared-flags.ts";

export const INIT = {
  words: ["init"],
  group: "modpack",
  summary: "start a mods.yaml in this folder",
  about: [
    "With --from it takes over the mods that are enabled in a mod directory, a mod-list.json, a save, a factorio-current.log, a server's folder (its mods/, else its newest save), a metapackage, a mods.lock, a pack file or a mod pack of Clusterio, or in one of these at an https:// address, each at the version that it has there; a save's startup settings too. The content of SOURCE decides which of these it is.",
    "What is switched off there stays off: a mod that the others recommend is kept out by a line `NAME: false`. A mod that the mod portal does not have is taken from where its archive is.",
    "The game version becomes the line of the source, such as 2.0, even if the source has an exact version: --factorio names another.",
    "In a git repository it also adds lines to .gitignore (what `factorio-lock install` makes) and .gitattributes (for `factorio-lock git-setup`).",
    "If there is only a mods.lock here, the mods.yaml is made from it.",
  ],
  options: [
    { name: "factorio", value: "VERSION", summary: "the game version, 2.0 or 2.0.77 (default: 2.0)" },
    { name: "expansion", summary: "this install has the Space Age expansion" },
    { name: "from", value: "SOURCE", summary: "take over the mods of a path or address", words: "files" },
    SETTINGS,
    OFFLINE,
    LOOSE,
  ],
  examples: [
    { command: "factorio-lock init --factorio 2.0", summary: "for any game of the 2.0 line" },
    { command: "factorio-lock init --from ../factorio/mods", summary: "with the mods of that folder" },
    { command: "factorio-lock init --from friday.zip", summary: "with the mods of a save" },
  ],
  changes: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
