import * as v from "valibot";
import { COUNT, flag, list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { warnings } from "../../result/warning.ts";

/** A text that only --licences brings. */
const described = (about: string) =>
  v.exactOptional(orNull(`${about}; null where it is not known, or there is none. With --licences alone.`, v.string()));

const listedMod = object("A locked mod.", {
  name: text("The mod's name."),
  version: text("Its version."),
  requested: flag("Whether mods.yaml asks for it."),
  released: orNull("When it was published, as the portal wrote it; null for a `path` mod.", v.string()),
  file: orNull("The archive's name; null for a `path` mod.", v.string()),
  sha1: orNull("The archive's SHA-1; null for a `path` mod.", v.string()),
  path: orNull("The path in mods.yaml; null for a mod of the portal.", v.string()),
  size: orNull("The bytes of the archive where it lies in the cache, else null.", COUNT),
  title: described("Its title"),
  licence: described("Its licence"),
  licenceUrl: described("Where the licence stands"),
});

/** One locked mod. */
export type ListedMod = ResultOf<typeof listedMod>;

export const result = v.strictObject({
  factorio: text("The game version of mods.yaml."),
  builtin: names("The builtin mods that are enabled."),
  mods: list("The locked mods, in name order.", listedMod),
  warnings,
});

export type ListResult = ResultOf<typeof result>;
