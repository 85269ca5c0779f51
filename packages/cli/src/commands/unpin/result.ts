import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import type { ResultOf } from "../../result/field.ts";
import { modVersions } from "../../result/mod.ts";

export const result = v.strictObject({
  ...changeFields,
  unpinned: modVersions("The mods that may move again, from this version on."),
});

export type UnpinResult = ResultOf<typeof result>;
