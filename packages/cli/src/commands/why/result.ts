import * as v from "valibot";
import { edge } from "../../result/edge.ts";
import { list, object, orNull, type ResultOf, text } from "../../result/field.ts";

const step = object("A mod on the way, and why the one before it needs it; for the first, why mods.yaml asks for it.", {
  name: text("The mod's name."),
  version: text("Its version."),
  edge,
});

export const result = v.strictObject({
  mod: text("The mod that was asked about."),
  version: orNull("Its version; null for a builtin mod.", v.string()),
  chains: list("The ways from mods.yaml down to the mod, the shortest first.", v.array(step)),
});

export type WhyResult = ResultOf<typeof result>;
