import { VERIFY_PROBLEMS } from "@factorio-lock/game";
import * as v from "valibot";
import { count, list, object, oneOf, type ResultOf, text } from "../../result/field.ts";

export const result = v.strictObject({
  directory: text("The mod directory, relative to the folder of mods.yaml if it is inside that."),
  mods: count("How many mods were compared."),
  problems: list(
    "What is not as locked.",
    object("A problem.", {
      mod: text("The mod's name."),
      file: text(
        "The affected file in the mod directory; mod-list.json if only that is wrong; the path of a missing `path` mod.",
      ),
      problem: oneOf(
        "missing; checksum: other content than locked; unreadable, as while another program has it open; disabled: switched off, or at another version; enabled: a builtin mod that should be off is on; unlocked: not in mods.lock, and the game would load it.",
        VERIFY_PROBLEMS,
      ),
    }),
  ),
  others: count("How many other mods are there that the game does not load."),
});

export type VerifyResult = ResultOf<typeof result>;
