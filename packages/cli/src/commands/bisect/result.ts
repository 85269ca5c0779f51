import * as v from "valibot";
import { count, type ResultOf } from "../../result/field.ts";
import { modVersions } from "../../result/mod.ts";
import { warnings } from "../../result/warning.ts";

export const result = v.strictObject({
  culprits: modVersions("The mods that break the game together: none of them can be left out."),
  tries: count("How often the game, or the command given, was run."),
  mods: count("How many mods there are."),
  warnings,
});

export type BisectResult = ResultOf<typeof result>;
