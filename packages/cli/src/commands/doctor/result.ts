import * as v from "valibot";
import { list, names, object, oneOf, type ResultOf, text } from "../../result/field.ts";

const check = object("A check.", {
  name: text(
    "Stable: node, manifest, lockfile, mod-directory, game, game-version, cache, portal, credentials and others.",
  ),
  status: oneOf("Its outcome.", ["good", "doubtful", "bad", "skipped"]),
  message: text("The outcome as a sentence."),
  hint: v.exactOptional(text("What to do about it; absent if there is nothing to do.")),
});

/** One check and its outcome. */
export type Check = ResultOf<typeof check>;

export const result = v.strictObject({
  checks: list("The checks.", check),
  libraries: names("The libraries bundled in the executable, as NAME VERSION."),
});

export type DoctorResult = ResultOf<typeof result>;
