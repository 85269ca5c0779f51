import { list, object, text } from "./field.ts";

/** A mod and its version. */
const nameAndVersion = object("A mod at a version.", {
  name: text("The mod's name."),
  version: text("Its version, as the author wrote it."),
});

/** Mods with their versions. */
export const modVersions = (about: string) => list(about, nameAndVersion);
