import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import type { ResultOf } from "../../result/field.ts";
import { modVersions } from "../../result/mod.ts";

export const result = v.strictObject({
  ...changeFields,
  pinned: modVersions("The mods that are newly held, each at this version."),
});

export type PinResult = ResultOf<typeof result>;
