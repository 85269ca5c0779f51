import * as v from "valibot";
import { changedFile } from "../../result/change.ts";
import { list, object, type ResultOf, text } from "../../result/field.ts";
import { settingChanges, settingSection, settingValue } from "../../result/setting.ts";

const row = object("A setting in both places.", {
  section: settingSection,
  name: text("The setting's name."),
  manifest: settingValue("Its value in mods.yaml; null if it has none there."),
  file: settingValue("Its value in mod-settings.dat; null if it has none there."),
});

/** One setting in both places. */
export type SettingRow = ResultOf<typeof row>;

const shown = v.strictObject({ settings: list("The settings of mods.yaml and mod-settings.dat.", row) });

const diff = v.strictObject({
  other: text("The other place."),
  changes: settingChanges("The differences: `from` is the value in mods.yaml, `to` that in the other place."),
});

const changed = v.strictObject({
  manifest: changedFile("The manifest."),
  changes: settingChanges("The settings of mods.yaml that changed."),
});

/** The result of `settings`. */
export type SettingsShown = ResultOf<typeof shown>;

/** The result of `settings diff`. */
export type SettingsDiff = ResultOf<typeof diff>;

/** The result of `settings set`, `unset` and `export`. */
export type SettingsChanged = ResultOf<typeof changed>;

export const result = v.union([shown, diff, changed]);
