import * as v from "valibot";
import { EXIT_CODES } from "./exit-code.ts";
import { names, object, oneOf, type ResultOf, text } from "./field.ts";

/** The error of a command that failed. Source: docs/commands.md, "JSON". */
export const failure = object("Why the command failed.", {
  code: oneOf("The kind of failure, a stable word.", Object.keys(EXIT_CODES)),
  message: text("The cause as a sentence."),
  hint: v.exactOptional(text("What to do about it; absent if nothing can be said.")),
  causes: v.exactOptional(names("The failures that it consists of, if there are several.")),
  explanation: v.exactOptional(names("Why the mods do not go together: sentences from mods.yaml down.")),
  suggestions: v.exactOptional(names("Complete commands, each of which was tried and fixes it.")),
  exact: v.exactOptional(
    v.pipe(v.literal(false), v.description("Present if there may be a smaller fix than those suggested.")),
  ),
});

export type Failure = ResultOf<typeof failure>;
