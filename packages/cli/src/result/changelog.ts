import * as v from "valibot";
import { flag, list, names, object, orNull, type ResultOf, text } from "./field.ts";

const loggedVersion = object("One version of a changelog.", {
  version: text("The version."),
  date: orNull("Its date, as the author wrote it; null if there is none.", v.string()),
  categories: list(
    "Its entries by category.",
    object("A category.", { name: text("Its name, such as Bugfixes."), entries: names("Its entries.") }),
  ),
});

/** One version of a changelog, for people and `--json`. */
export type LoggedVersion = ResultOf<typeof loggedVersion>;

const modChangelog = object("The part of a mod's changelog between two versions.", {
  mod: text("The mod's name."),
  from: text("The version before."),
  to: text("The version now."),
  undone: flag("Whether the mod went back to an older version, so that these changes are undone."),
  sections: list(
    "The newest version first; empty if the author wrote nothing, or it could not be fetched.",
    loggedVersion,
  ),
});

/** The part of a mod's changelog between two versions. */
export type ModChangelog = ResultOf<typeof modChangelog>;

/** Changelogs of the mods that moved. */
export const changelogs = list("The changelogs of the mods that moved.", modChangelog);
