import type { CommandSpec, Loading } from "../../command/command.ts";
import { DRY_RUN, INSTALLING, LOOSE, NO_INSTALL, NO_LOCK, RESOLVING } from "../../command/shared-flags.ts";

export const IMPORT = {
  words: ["import"],
  group: "modpack",
  summary: "add the mods that are enabled elsewhere, and install",
  about: [
    "SOURCE is what `init --from` takes: a mod directory, a mod-list.json, a save, a factorio-current.log, a server's folder, a metapackage (zip or info.json), a mods.lock, a pack file, a mod pack of Clusterio (in a file or as the word itself), or the https:// address of one of these.",
    "What is switched off there stays off: a mod that the added ones recommend is kept out by a line `NAME: false`.",
    "Only mods that mods.yaml does not have are added, at exactly the version there; its entries and comments stay. From the modpack's own mod directory (`import mods`) the versions to which the game updated its mods are locked.",
  ],
  positionals: [{ name: "SOURCE", required: true, summary: "the source of the mods", words: "files" }],
  options: [LOOSE, DRY_RUN, NO_INSTALL, NO_LOCK, ...RESOLVING, ...INSTALLING],
  examples: [
    { command: "factorio-lock import friday.zip", summary: "the mods of a save" },
    { command: "factorio-lock import friday-pack_1.0.0.zip --loose", summary: "of a metapackage, or newer" },
  ],
  changes: true,
  again: true,
  load: (): Loading => import("./run.ts"),
  result: () => import("./result.ts"),
} as const satisfies CommandSpec;
