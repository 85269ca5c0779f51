import * as v from "valibot";
import { edge } from "../../result/edge.ts";
import { flag, list, object, oneOf, type ResultOf, text } from "../../result/field.ts";

const fields = {
  name: text("Its name."),
  kind: oneOf("Its kind; absent is not in the lockfile.", ["release", "path", "builtin", "absent"]),
  version: v.optional(text("Its version; absent for an absent mod.")),
  edge,
  repeated: flag("Whether it is shown above with its children, which are not repeated."),
};

type Fields = v.InferOutput<v.StrictObjectSchema<typeof fields, undefined>>;

interface Node extends Fields {
  children: Node[];
}

const treeNode: v.GenericSchema<Node> = object("A mod in the tree.", {
  ...fields,
  children: list(
    "The mods below it.",
    v.lazy(() => treeNode),
  ),
});

/** Schemas that the result refers to because nodes contain nodes. */
export const definitions = { treeNode };

export const result = v.strictObject({
  factorio: text("The game version of mods.yaml."),
  tree: list("The mods of mods.yaml.", treeNode),
});

export type TreeResult = ResultOf<typeof result>;

/** A mod in the tree. */
export type TreeNode = TreeResult["tree"][number];
