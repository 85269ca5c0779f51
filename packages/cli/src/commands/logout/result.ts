import * as v from "valibot";
import { flag, names, orNull, type ResultOf } from "../../result/field.ts";

export const result = v.strictObject({
  portal: orNull("The portal that was meant; null for all.", v.string()),
  removed: flag("Whether there was a login."),
  forgotten: names("The portals whose login was forgotten."),
  kept: names("The portals whose login is kept."),
});

export type LogoutResult = ResultOf<typeof result>;
