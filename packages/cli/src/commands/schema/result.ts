import * as v from "valibot";

export const result = v.strictObject({
  schema: v.pipe(v.looseObject({}), v.description("The JSON Schema (draft 2020-12).")),
});
