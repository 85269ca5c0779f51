import * as v from "valibot";
import { list, object, text } from "./field.ts";

/** The warnings of a command. */
export const warnings = list(
  "What a user should know, although it did not stop the command.",
  object("A warning.", {
    code: text("Stable, in capitals, such as DEPRECATED_MOD."),
    message: text("The warning as a sentence."),
    mod: v.exactOptional(text("The mod that it is about; absent if it is about none.")),
  }),
);
