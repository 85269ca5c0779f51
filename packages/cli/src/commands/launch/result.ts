import * as v from "valibot";
import { COUNT, flag, list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { modVersions } from "../../result/mod.ts";
import { warnings } from "../../result/warning.ts";

const changes = v.strictObject({
  enabled: names("The mods that were switched on."),
  disabled: names("The mods that were switched off."),
  added: modVersions("The mods that were added."),
  removed: names("The mods that were removed."),
  updated: list(
    "The mods that were updated.",
    object("A mod.", { name: text("Its name."), from: text("The version before."), to: text("The version now.") }),
  ),
  settings: flag("Whether mod settings changed."),
});

export const result = v.strictObject({
  game: object("The game that was started.", {
    version: text("Its version."),
    kind: text("headless, alpha (without the expansion) or expansion."),
    directory: text("Its folder."),
  }),
  modDirectory: text("The mod directory."),
  exitCode: orNull("The game's exit code; null if it is unknown.", COUNT),
  changes: orNull("What changed in the game; null if nothing did, or if that is unknown.", changes),
  adopt: orNull("The command that takes these changes into the modpack; null if there is none.", v.string()),
  warnings,
});

/** The outcome of a start. */
export type LaunchResult = Omit<ResultOf<typeof result>, "adopt">;
