import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import { list, object, type ResultOf } from "../../result/field.ts";
import { stepFields } from "../../result/step.ts";

const undoneChange = object("A change that was taken back.", stepFields);

/** A change that was taken back. */
export type UndoneChange = ResultOf<typeof undoneChange>;

export const result = v.strictObject({
  ...changeFields,
  undone: list("The changes that were taken back, the newest first.", undoneChange),
});

export type UndoResult = ResultOf<typeof result>;
