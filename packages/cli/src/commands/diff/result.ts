import * as v from "valibot";
import { modChanges } from "../../result/change.ts";
import { changelogs } from "../../result/changelog.ts";
import { flag, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { settingChanges } from "../../result/setting.ts";

export const result = v.strictObject({
  old: text("The lockfile before: a file or a git revision."),
  new: text("The lockfile after."),
  factorio: orNull(
    "The game versions; null where they are the same.",
    v.strictObject({ from: text("The version before."), to: text("The version after.") }),
  ),
  expansion: orNull(
    "Whether each is for the Space Age expansion; null where that is the same.",
    v.strictObject({ from: flag("Whether the one before is."), to: flag("Whether the one after is.") }),
  ),
  builtin: object("The builtin mods that changed.", {
    added: names("Those that are enabled now."),
    removed: names("Those that no longer are."),
  }),
  mods: modChanges("The mods that changed, in name order."),
  settings: settingChanges(
    "The settings of mods.yaml that changed; empty also where a side has no mods.yaml of its own that can be read.",
  ),
  changelogs,
});

export type DiffResult = ResultOf<typeof result>;
