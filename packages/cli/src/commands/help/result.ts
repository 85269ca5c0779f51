import * as v from "valibot";
import { list, object, orNull, text } from "../../result/field.ts";

export const result = v.strictObject({
  topic: orNull("The command or topic that was asked for; null for all commands.", v.string()),
  commands: list(
    "The commands; empty for a topic.",
    object("A command.", { name: text("Its words."), summary: text("Its summary.") }),
  ),
});
