import {
  type ManifestEdit,
  SETTING_SECTIONS,
  type SettingSection,
  type SettingValue,
  type SettingValues,
} from "@factorio-lock/core";
import type { SettingChange, SettingJson } from "../result/setting.ts";

/** How settings differ, in the order of sections and names. */
export function settingChanges(
  from: SettingValues | undefined,
  to: SettingValues | undefined,
  sections: readonly SettingSection[] = SETTING_SECTIONS,
): SettingChange[] {
  return sections.flatMap((section) => {
    const [old, now] = [from?.[section] ?? {}, to?.[section] ?? {}];
    const names = [...new Set([...Object.keys(old), ...Object.keys(now)])].sort();
    return names.flatMap((name): SettingChange[] => {
      const [before, after] = [ownValue(old, name), ownValue(now, name)];
      return isSame(before, after) ? [] : [{ section, name, from: settingJson(before), to: settingJson(after) }];
    });
  });
}

/** The edits that turn a manifest's settings into others. */
export function settingEdits(
  from: SettingValues | undefined,
  to: SettingValues | undefined,
  sections: readonly SettingSection[] = SETTING_SECTIONS,
): ManifestEdit[] {
  return settingChanges(from, to, sections).map(({ section, name }) => {
    return { kind: "set-setting", section, name, value: ownValue(to?.[section] ?? {}, name) };
  });
}

/** A value for `--json`, which has no numbers of 64 bits. */
export function settingJson(value: SettingValue | undefined): SettingJson {
  if (value === undefined) return null;
  return typeof value === "bigint" ? value.toString() : value;
}

/** Whether two values are equal; colours are compared by channel. */
function isSame(a: SettingValue | undefined, b: SettingValue | undefined): boolean {
  if (typeof a !== "object" || typeof b !== "object") return Object.is(a, b) || (a === 0 && b === 0);
  const channels = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...channels].every((channel) => a[channel] === b[channel]);
}

function ownValue(values: Readonly<Record<string, SettingValue>>, name: string): SettingValue | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
