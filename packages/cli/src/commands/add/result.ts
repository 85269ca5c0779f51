import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import { flag, list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";

const optionalMod = object("An optional mod.", {
  name: text("The mod's name."),
  version: text("The version that would fit."),
  title: orNull("Its title; null if the portal has none.", v.string()),
  of: text("The added mod that names it as optional."),
});

/** An optional mod that is absent and would fit. */
export type OptionalMod = ResultOf<typeof optionalMod>;

export const result = v.strictObject({
  ...changeFields,
  added: list(
    "The mods that were asked for.",
    object("A mod.", {
      name: text("The mod's name."),
      range: v.pipe(
        v.union([v.string(), v.literal(false)]),
        v.description("Its value in mods.yaml now: a range, or false, which keeps it out."),
      ),
      changed: flag("Whether mods.yaml had another value, or none."),
    }),
  ),
  brings: list(
    "Other mods that are newly locked.",
    object("A mod.", {
      name: text("The mod's name."),
      version: text("Its version."),
      neededBy: names("The mods that need it."),
    }),
  ),
  optional: list("Optional dependencies of the added mods that are absent and would fit.", optionalMod),
});

export type AddResult = ResultOf<typeof result>;
