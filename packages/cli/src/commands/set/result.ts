import * as v from "valibot";
import { changedFile } from "../../result/change.ts";
import { oneOf, type ResultOf } from "../../result/field.ts";
import { SET_KEYS } from "./keys.ts";

export const result = v.strictObject({
  key: oneOf("The key of mods.yaml.", SET_KEYS),
  value: v.pipe(v.union([v.string(), v.boolean()]), v.description("Its value now.")),
  manifest: changedFile("The manifest."),
});

export type SetResult = ResultOf<typeof result>;
