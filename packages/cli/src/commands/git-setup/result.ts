import * as v from "valibot";
import { changedFile } from "../../result/change.ts";
import type { ResultOf } from "../../result/field.ts";

export const result = v.strictObject({
  settings: v.pipe(
    v.record(v.string(), v.string()),
    v.description("The settings of this clone by their keys, as they are now."),
  ),
  attributes: changedFile("The .gitattributes."),
});

export type GitSetupResult = ResultOf<typeof result>;
