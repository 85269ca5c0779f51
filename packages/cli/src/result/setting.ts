import { SETTING_SECTIONS } from "@factorio-lock/core";
import * as v from "valibot";
import { list, object, oneOf, type ResultOf, text } from "./field.ts";

const settingJson = v.union([v.null(), v.boolean(), v.number(), v.string(), v.record(v.string(), v.number())]);

/** A value of a setting as `--json` has it. */
export type SettingJson = ResultOf<typeof settingJson>;

/** A setting's value. */
export const settingValue = (about: string) => v.pipe(settingJson, v.description(about));

/** The section of mod settings that a setting belongs to. */
export const settingSection = oneOf("The section of mod settings.", SETTING_SECTIONS);

const settingChange = object("A setting that differs.", {
  section: settingSection,
  name: text("The setting's name."),
  from: settingValue("Its value before; null if it had none. Whole numbers beyond 2⁵³ are texts of digits."),
  to: settingValue("Its value now; null if it has none."),
});

/** How one setting differs between two places. */
export type SettingChange = ResultOf<typeof settingChange>;

/** How settings differ. */
export const settingChanges = (about: string) => list(about, settingChange);
