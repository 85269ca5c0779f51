import * as v from "valibot";
import { list, object, orNull, type ResultOf, text } from "../../result/field.ts";

export const result = v.strictObject({
  portal: text("The portal that is used here."),
  username: text("The user whose credentials are used there."),
  source: text("Where the credentials were found."),
  accepted: orNull(
    "Whether the portal accepts the credentials; null with --offline, because the portal was not asked.",
    v.boolean(),
  ),
  logins: list(
    "The logins that are kept, by portal.",
    object("A login.", { portal: text("The portal's origin."), username: text("The user.") }),
  ),
});

export type WhoamiResult = ResultOf<typeof result>;
