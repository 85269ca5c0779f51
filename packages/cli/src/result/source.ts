import { SOURCE_KINDS } from "@factorio-lock/game";
import * as v from "valibot";
import { list, object, oneOf, orNull, type ResultOf, text } from "./field.ts";

/** Where mods were taken over from. */
export const takenFrom = object("Where the mods were taken over from.", {
  kind: oneOf("The kind of file or folder.", SOURCE_KINDS),
  path: text(
    "The file or folder that was read, relative to the current folder if it is inside that; an address unchanged.",
  ),
  factorio: orNull(
    "The game version that it names, exact if it names an exact one; null if it names none.",
    v.string(),
  ),
});

export type TakenFrom = ResultOf<typeof takenFrom>;

const importedMod = object("A mod that was taken over.", {
  name: text("The mod's name."),
  range: text("Its range for mods.yaml."),
  source: text("The name of the file that it was read from."),
  path: v.exactOptional(
    text("Where it is on this machine, relative to the folder of mods.yaml; absent if the portal has it."),
  ),
});

/** A mod that was taken over. */
export type ImportedMod = ResultOf<typeof importedMod>;

/** Mods that were taken over. */
export const importedMods = (about: string) => list(about, importedMod);
