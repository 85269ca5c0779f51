import * as v from "valibot";
import { names, type ResultOf } from "../../result/field.ts";

export const result = v.strictObject({ lines: names("The lockfile in short form, line by line.") });

export type TextconvResult = ResultOf<typeof result>;
