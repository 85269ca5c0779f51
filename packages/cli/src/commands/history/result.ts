import * as v from "valibot";
import { count, list, object, type ResultOf } from "../../result/field.ts";
import { stepFields } from "../../result/step.ts";

const entry = object("A change that can be taken back.", {
  undo: count("The number N for `undo N`, which takes back this change and all after it."),
  ...stepFields,
});

/** A change that can be taken back. */
export type HistoryEntry = ResultOf<typeof entry>;

export const result = v.strictObject({ changes: list("The changes that are kept, the newest first.", entry) });

export type HistoryResult = ResultOf<typeof result>;
