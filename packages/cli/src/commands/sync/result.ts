import * as v from "valibot";
import { changeFields } from "../../result/change.ts";
import { flag, names, object, orNull, type ResultOf, text } from "../../result/field.ts";
import { settingChanges } from "../../result/setting.ts";
import { takenFrom } from "../../result/source.ts";

export const result = v.strictObject({
  ...changeFields,
  from: takenFrom,
  manifest: object("The manifest.", {
    path: text("The file, relative to the modpack's folder."),
    changed: flag("Whether its text changed, or would."),
    isNew: flag("Whether there was none."),
  }),
  gitFiles: v.exactOptional(
    names("The git files to which lines were added for a new manifest; absent outside a git repository."),
  ),
  factorioBefore: orNull("The game version before; null if it stays, or if there was none.", v.string()),
  off: names("The mods that the source has switched off, or does not have, and that others recommend."),
  settings: settingChanges("The settings of mods.yaml that changed."),
});

export type SyncResult = ResultOf<typeof result>;
