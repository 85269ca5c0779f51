import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import { names, type ResultOf } from "../../result/field.ts";
import { move, moveFields } from "../../result/move.ts";

const moved = v.strictObject({
  ...changeFields,
  ...moveFields,
  dropped: names("The mods that were left out of mods.yaml for a while."),
});

/** The report alone if nothing was moved; else also what changed. */
export const result = v.union([move, moved]);

export type UpgradeResult = ResultOf<typeof result>;
