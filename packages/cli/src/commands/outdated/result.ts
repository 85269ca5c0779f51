import * as v from "valibot";
import { list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { move } from "../../result/move.ts";

const entry = object("A mod that is not at its newest release. Versions are as the authors wrote them.", {
  name: text("The mod's name."),
  current: text("The locked version."),
  newestFitting: orNull(
    "The newest version that fits now: that of `current` if nothing newer fits, null if no release does.",
    v.string(),
  ),
  newest: text("The newest version on the portal, for any game."),
  heldBackBy: names("Sentences on what keeps the mod from its newest release."),
});

/** A mod that is not at its newest release. */
export type OutdatedEntry = ResultOf<typeof entry>;

const outdated = v.strictObject({
  factorio: text("The game version of mods.yaml."),
  mods: list("The mods that are not at their newest release.", entry),
  ready: list(
    "The disabled mods of mods.yaml that would fit now.",
    object("A disabled mod.", {
      name: text("The mod's name."),
      from: v.pipe(v.null(), v.description("Always null: it is not locked.")),
      version: text("The version that `enable` would install."),
    }),
  ),
});

export type OutdatedResult = ResultOf<typeof outdated>;

/** With --factorio, the report on a move to that game. */
export const result = v.union([outdated, move]);
