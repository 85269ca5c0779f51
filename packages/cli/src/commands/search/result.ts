import * as v from "valibot";
import { count, list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";

const foundMod = object("A mod that was found.", {
  name: text("The mod's name."),
  title: text("Its title."),
  owner: text("Its owner on the portal."),
  summary: text("Its author's summary."),
  downloads: count("How often it was downloaded."),
  version: orNull("The newest release; null if the portal does not say.", v.string()),
  factorio: names("The game versions that it has releases for."),
});

/** A mod that was found. */
export type FoundMod = ResultOf<typeof foundMod>;

export const result = v.strictObject({
  query: text("The words that were searched for."),
  factorio: orNull("The game version that was asked for; null for all.", v.string()),
  mods: list("The mods, the best match first.", foundMod),
});

export type SearchResult = ResultOf<typeof result>;
