import * as v from "valibot";
import { list, object, type ResultOf, text } from "../../result/field.ts";

const completion = object("A word that fits.", { word: text("The word."), summary: text("What it is; may be empty.") });

/** A word that fits, and its description. */
export type Completion = ResultOf<typeof completion>;

export const result = v.strictObject({ completions: list("The words that fit.", completion) });
