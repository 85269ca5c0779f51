import * as v from "valibot";
import { count, flag, list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { modVersions } from "../../result/mod.ts";

export const result = v.strictObject({
  directory: text("The mod directory."),
  loads: flag("Whether the game loads it, exactly as it is locked."),
  order: modVersions("Everything that the game loads, in its order."),
  problems: list(
    "Why it would not.",
    object("A problem.", {
      mod: text("The mod's name."),
      problem: text("The kind of problem, a stable word."),
      message: text("The problem as a sentence."),
    }),
  ),
  game: orNull(
    "The game's own verdict; null if no game was started.",
    v.strictObject({
      version: text("The game's version."),
      directory: text("The game's folder."),
      loaded: flag("Whether it loaded to the end."),
      order: modVersions("The mods that it named while loading, in its order."),
      said: names("The lines of its log that say why it did not, at most ten."),
      exitCode: count("Its exit code."),
      timedOut: flag("Whether it was ended because it took too long."),
    }),
  ),
});

export type CheckResult = ResultOf<typeof result>;
