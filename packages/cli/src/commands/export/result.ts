import * as v from "valibot";
import { count, oneOf, orNull, type ResultOf, text } from "../../result/field.ts";
import { warnings } from "../../result/warning.ts";
import { EXPORT_FORMATS } from "./formats/formats.ts";

export const result = v.strictObject({
  format: oneOf("The format.", EXPORT_FORMATS),
  mods: count("How many mods are locked, without builtin ones."),
  file: orNull(
    "The file that was written, relative to the current folder if it is inside that; null if there is none.",
    v.string(),
  ),
  text: orNull("The text; null if it was written to a file.", v.string()),
  beside: v.exactOptional(
    text("The pack file that the page links to, if the page would be too large with the file in it."),
  ),
  warnings,
});

export type ExportResult = ResultOf<typeof result>;
