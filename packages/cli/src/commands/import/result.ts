import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import { flag, list, names, object, type ResultOf, text } from "../../result/field.ts";
import { importedMods, takenFrom } from "../../result/source.ts";

const adoptedMod = object("A mod of which mods.yaml asks for what the game made of it.", {
  name: text("The mod's name."),
  from: text("Its range before."),
  to: text("Its range now."),
});

/** A mod of which the manifest asks for what the game made of it. */
export type AdoptedMod = ResultOf<typeof adoptedMod>;

export const result = v.strictObject({
  ...changeFields,
  from: takenFrom,
  added: importedMods("The mods that mods.yaml did not have."),
  kept: names("The mods that it has already, and keeps as it has them."),
  adopted: list(
    "The mods that the game updated in the modpack's own mod directory, where mods.yaml asked for another version.",
    adoptedMod,
  ),
  off: names("The mods that are off there, that the added ones recommend, and that mods.yaml now keeps out."),
  expansionSet: flag("Whether `expansion` became true, because one of the added mods ships with it."),
});

export type ImportResult = ResultOf<typeof result>;
