import type { SettingChange, SettingJson } from "../result/setting.ts";
import { hanging, type Line, tone } from "./line.ts";

/** `+ startup.loud true`, `~ startup.size 2 → 3`, `- startup.old 1` */
export function settingLine({ section, name, from, to }: SettingChange): Line {
  const setting = tone.strong(`${section}.${name}`);
  if (from === null) return hanging(2, tone.good("+"), " ", setting, ` ${settingText(to)}`);
  if (to === null) return hanging(2, tone.bad("-"), " ", setting, ` ${settingText(from)}`);
  return hanging(2, tone.notice("~"), " ", setting, ` ${settingText(from)} → ${settingText(to)}`);
}

/** A value in one line. */
export function settingText(value: SettingJson): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return String(value);
  return `{ ${Object.entries(value)
    .map(([channel, part]) => `${channel}: ${part}`)
    .join(", ")} }`;
}
