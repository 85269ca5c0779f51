import { DEPENDENCY_KINDS } from "@factorio-lock/core";
import * as v from "valibot";
import { object, oneOf, text } from "./field.ts";

/** Why one mod is below another. */
export const edge = object("Why it is there.", {
  kind: oneOf("The kind of dependency; manifest is the requirement of mods.yaml itself.", [
    "manifest",
    ...DEPENDENCY_KINDS,
  ]),
  constraint: v.optional(text("The version that is asked for, such as >= 1.2.0; absent if any will do.")),
});
