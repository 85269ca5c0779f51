import * as v from "valibot";
import { COUNT, flag, list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { warnings } from "../../result/warning.ts";

/** A text that is present only with --licences. */
const described = (about: string) =>
  v.exactOptional(orNull(`${about}; null if it is unknown, or there is none. Only with --licences.`, v.string()));

const listedMod = object("A locked mod.", {
  name: text("The mod's name."),
  version: text("Its version."),
  requested: flag("Whether mods.yaml asks for it."),
  released: orNull("When it was published, as the portal wrote it; null for a `path` mod.", v.string()),
  file: orNull("The archive's name; null for a `path` mod.", v.string()),
  sha1: orNull("The archive's SHA-1; null for a `path` mod.", v.string()),
  path: orNull("The path in mods.yaml; null for a mod of the portal.", v.string()),
  size: orNull("The size of the archive in bytes; null if it is not in the cache.", COUNT),
  title: described("Its title"),
  licence: described("Its licence"),
  licenceUrl: described("The address of the licence"),
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
