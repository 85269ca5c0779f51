import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import { changelogs } from "../../result/changelog.ts";
import { flag, list, object, type ResultOf, text } from "../../result/field.ts";
import { result as synced } from "../sync/result.ts";

const keptOut = object("A mod with newer releases that its range in mods.yaml leaves out.", {
  name: text("The mod's name."),
  version: text("The locked version."),
  newest: text("The newest version for this game."),
  pinned: flag("Whether mods.yaml holds it at one version, so that `unpin` frees it."),
});

/** A mod with a newer release that the manifest's range leaves out. */
export type KeptOut = ResultOf<typeof keptOut>;

const updated = v.strictObject({
  ...changeFields,
  changelogs,
  keptOut: v.exactOptional(
    list(
      "The mods with newer releases that mods.yaml leaves out; absent if mods were named, or there are none.",
      keptOut,
    ),
  ),
});

export type UpdateResult = ResultOf<typeof updated>;

/** Updating a modpack that follows a pack is a sync with that pack. */
export const result = v.union([updated, synced]);
