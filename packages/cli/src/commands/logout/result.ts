import * as v from "valibot";
import { flag, names, orNull, type ResultOf } from "../../result/field.ts";

export const result = v.strictObject({
  portal: orNull("The portal of the login; null for all portals.", v.string()),
  removed: flag("Whether there was a login."),
  forgotten: names("The portals whose login was forgotten."),
  kept: names("The portals whose login is kept."),
});

export type LogoutResult = ResultOf<typeof result>;
