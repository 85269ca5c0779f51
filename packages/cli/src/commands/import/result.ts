import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import { flag, list, names, object, type ResultOf, text } from "../../result/field.ts";
import { importedMods, takenFrom } from "../../result/source.ts";

const adoptedMod = object("A mod whose range in mods.yaml became the version to which the game updated it.", {
  name: text("The mod's name."),
  from: text("Its range before."),
  to: text("Its range now."),
});

/** A mod whose range in the manifest became the version to which the game updated it. */
export type AdoptedMod = ResultOf<typeof adoptedMod>;

export const result = v.strictObject({
  ...changeFields,
  from: takenFrom,
  added: importedMods("The mods that mods.yaml did not have."),
  kept: names("The mods that mods.yaml has already, and keeps unchanged."),
  adopted: list(
    "The mods that the game updated in the modpack's own mod directory, if mods.yaml asked for another version.",
    adoptedMod,
  ),
  off: names(
    "The mods that are off in the source and recommended by the added ones, so that mods.yaml now keeps them out.",
  ),
  expansionSet: flag("Whether `expansion` became true, because one of the added mods ships with it."),
});

export type ImportResult = ResultOf<typeof result>;
