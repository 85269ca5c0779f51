import { type ChangelogSection, formatChangelog, parseVersion, type Version } from "@factorio-lock/core";
import { settingText } from "../../report/setting.ts";
import type { ModChange } from "../../result/change.ts";
import type { SettingChange } from "../../result/setting.ts";
import type { DiffResult } from "./result.ts";

/** The version of a modpack that names none. */
export const FIRST_VERSION = "1.0.0";

/** The changes of a modpack as a section of its changelog.txt, in the game's format. */
export function modpackChangelog(result: DiffResult, version: string | undefined): string {
  return formatChangelog([modpackSection(result, parseVersion(version ?? FIRST_VERSION) as Version)]);
}

/** The changes of a modpack as a section of a changelog. */
export function modpackSection({ factorio, builtin, mods, settings }: DiffResult, version: Version): ChangelogSection {
  const added = [
    ...builtin.added.map((name) => `Switched on ${name}.`),
    ...mods.filter(({ change }) => change === "added").map(({ name, version: at }) => `Added ${name} ${at}.`),
  ];
  const changed = [
    ...(factorio ? [`For Factorio ${factorio.to}, before ${factorio.from}.`] : []),
    ...builtin.removed.map((name) => `Switched off ${name}.`),
    ...mods.flatMap((mod) => changeWords(mod) ?? []),
    ...settings.map(settingWords),
  ];
  const isSame = added.length + changed.length === 0;
  const categories = [
    { name: "Features", entries: added },
    { name: "Changes", entries: isSame ? ["The same mods and settings as before."] : changed },
  ];
  return { version, date: undefined, categories };
}

function changeWords({ name, change, from, version }: ModChange): string | undefined {
  if (change === "removed") return `Removed ${name}.`;
  if (change !== "updated") return undefined;
  const [before, after] = [parseVersion(from ?? ""), parseVersion(version)];
  const isDowngrade = before && after && after.packed < before.packed;
  return `${isDowngrade ? "Went back to" : "Updated"} ${name}${isDowngrade ? "" : " to"} ${version}, before ${from}.`;
}

function settingWords({ section, name, from, to }: SettingChange): string {
  const setting = `The ${section} setting ${name}`;
  if (to === null) return `${setting} is left to its mod, before ${settingText(from)}.`;
  return `${setting} is ${settingText(to)}${from === null ? "" : `, before ${settingText(from)}`}.`;
}
