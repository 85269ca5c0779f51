import * as v from "valibot";
import { modChanges } from "../../result/change.ts";
import { changelogs } from "../../result/changelog.ts";
import { flag, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { settingChanges } from "../../result/setting.ts";

export const result = v.strictObject({
  old: text("The lockfile before: a file or a git revision."),
  new: text("The lockfile after."),
  factorio: orNull(
    "The game versions; null if they are the same.",
    v.strictObject({ from: text("The version before."), to: text("The version after.") }),
  ),
  expansion: orNull(
    "Whether each is for the Space Age expansion; null if both or neither are.",
    v.strictObject({ from: flag("Whether the old lockfile is."), to: flag("Whether the new lockfile is.") }),
  ),
  builtin: object("The builtin mods that changed.", {
    added: names("Those that are enabled now."),
    removed: names("Those that are no longer enabled."),
  }),
  mods: modChanges("The mods that changed, in name order."),
  settings: settingChanges(
    "The settings of mods.yaml that changed; also empty if a side has no readable mods.yaml of its own.",
  ),
  changelogs,
});

export type DiffResult = ResultOf<typeof result>;
