import { ARROW_KINDS, DEPENDENCY_KINDS, NODE_KINDS, NODE_MARKS } from "@factorio-lock/core";
import * as v from "valibot";
import { flag, list, names, object, oneOf, orNull, type ResultOf, text } from "../../result/field.ts";
import { GRAPH_FORMATS } from "./formats.ts";

const node = object("A mod.", {
  name: text("Its name; mods.yaml for the manifest."),
  kind: oneOf("manifest stands for mods.yaml itself; absent is not in the lockfile.", NODE_KINDS),
  version: v.optional(text("Its version; absent for the manifest and an absent mod.")),
  requested: flag("Whether mods.yaml asks for it."),
  mark: v.exactOptional(
    oneOf(
      "focus: the picture was asked for it; held: others keep a newer release of it out; conflict: its requirements cannot be met.",
      NODE_MARKS,
    ),
  ),
  note: v.exactOptional(text("A second line below its name.")),
});

const arrow = object("An arrow from a mod to one that its dependencies name.", {
  from: text("The mod that the arrow starts at."),
  to: text("The mod that it points to."),
  kind: oneOf(
    "The kind of dependency; or manifest: mods.yaml asks for it; holds: it keeps a newer release of the other out; before: it must load first.",
    [...ARROW_KINDS, ...DEPENDENCY_KINDS],
  ),
  constraint: v.optional(text("The version that is asked for, such as >= 1.2.0; absent if any will do.")),
  limits: flag("Whether newer releases may be outside the constraint, as with < 2.0 and = 1.1."),
  label: v.optional(text("The words at the arrow; absent if it has none.")),
});

export const result = v.strictObject({
  format: oneOf("The format of the picture.", GRAPH_FORMATS),
  title: text("Its title."),
  graph: object("The picture as data.", {
    nodes: list("The mods, in name order.", node),
    edges: list("The arrows, by `from`, then `to`.", arrow),
    families: list("Groups of two or more mods that arrows connect, the largest first.", v.array(v.string())),
    alone: names("The mods without an arrow, in name order."),
    layers: v.exactOptional(
      list(
        "The order of loading: the mods of a layer wait only for those of earlier layers. Only with --load-order.",
        v.array(v.string()),
      ),
    ),
    notes: names("Sentences that belong to the picture."),
  }),
  file: orNull(
    "The file that was written, relative to the current folder if it is inside that; null if there is none.",
    v.string(),
  ),
  text: orNull("The picture; null if it was written to a file.", v.string()),
});

export type GraphResult = ResultOf<typeof result>;
