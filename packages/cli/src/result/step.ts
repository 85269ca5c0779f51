import * as v from "valibot";
import { STEP_KINDS } from "../project/history/step.ts";
import { oneOf, orNull, text } from "./field.ts";

/** The fields of a change that can be taken back, or was. */
export const stepFields = {
  kind: oneOf(
    "Who made the change: a command; somebody who edited mods.yaml by hand; another program, such as git.",
    STEP_KINDS,
  ),
  time: text("When it was made, in ISO 8601; a change by hand, when it was noticed."),
  command: orNull(
    "The command without the program's name, as it was typed; null if no command made the change.",
    v.string(),
  ),
  summary: text("The change in short."),
};
