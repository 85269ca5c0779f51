import * as v from "valibot";
import { count, flag, list, names, object, orNull, type ResultOf, text } from "../../result/field.ts";

const release = object("A release.", {
  version: text("Its version."),
  factorio: text("The game version that it is for."),
  released: text("When it was published, as the portal wrote it."),
  dependencies: names("Its dependencies, as its author wrote them."),
});

/** One release. */
export type ReleaseInfo = ResultOf<typeof release>;

export const result = v.strictObject({
  name: text("The mod's name."),
  title: text("Its title."),
  owner: text("Its owner on the portal."),
  summary: text("Its author's summary."),
  category: orNull("Its category; null if it has none.", v.string()),
  downloads: count("How often it was downloaded."),
  deprecated: flag("Whether its author no longer maintains it."),
  license: orNull("Its licence; null if the portal names none.", v.string()),
  homepage: orNull("The address of its homepage; null if it has none.", v.string()),
  source: orNull("The address of its source; null if it has none.", v.string()),
  locked: orNull("The version that is locked here; null if it is not locked.", v.string()),
  releases: list("Its releases, the newest version first.", release),
});

export type InfoResult = ResultOf<typeof result>;
