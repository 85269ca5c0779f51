import * as v from "valibot";
import { type ResultOf, text } from "../../result/field.ts";

export const result = v.strictObject({
  username: text("The user whose login is kept."),
  portal: text("The portal's origin."),
  file: text("The login file."),
});

export type LoginResult = ResultOf<typeof result>;
