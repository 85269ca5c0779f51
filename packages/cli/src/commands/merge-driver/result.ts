import * as v from "valibot";
import { flag, oneOf, orNull, type ResultOf } from "../../result/field.ts";

export const result = v.strictObject({
  file: oneOf("The file that was merged.", ["manifest", "lockfile"]),
  merged: flag("Whether it was merged without a conflict."),
  reason: orNull("Why a conflict was left; null if none was.", v.string()),
});

export type MergeDriverResult = ResultOf<typeof result>;
