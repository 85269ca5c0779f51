import * as v from "valibot";
import { count, flag, names, object, oneOf, orNull, type ResultOf, text } from "../../result/field.ts";

export const result = v.strictObject({
  name: text("The modpack's name."),
  factorio: text("Its game version."),
  expansion: flag("Whether it is for the Space Age expansion."),
  mods: count("How many mods mods.yaml asks for."),
  lock: oneOf("The state of mods.lock.", ["fresh", "stale", "missing", "conflicted"]),
  reasons: names("Sentences on why it is stale; empty if it is not."),
  directory: object("The mod directory.", {
    path: text("The folder, relative to that of mods.yaml if it is inside that."),
    there: count("How many locked archives are there."),
    wanted: count("How many should be there."),
    allowed: flag("Whether this machine allows the modpack to use it."),
  }),
  newer: names("The locked mods with a newer release that fits this game and mods.yaml, as far as is cached."),
  keptOut: names("The locked mods whose newer releases mods.yaml all leaves out."),
  game: orNull("The version of the game that `launch` would start; null if none fits.", v.string()),
  next: names("The three most likely next commands."),
});

export type StatusResult = ResultOf<typeof result>;
