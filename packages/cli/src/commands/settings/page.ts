import { hintLine } from "../../report/failure.ts";
import { BLANK, count, type Line, line, tone } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import { settingLine, settingText } from "../../report/setting.ts";
import { table } from "../../report/table.ts";
import type { SettingsChanged, SettingsDiff, SettingsShown } from "./result.ts";

/** Every setting in both places. */
export function shownPage({ settings }: SettingsShown, width: number): Page {
  if (settings.length === 0) return { out: [], remarks: [line("Neither mods.yaml nor the game has settings.")] };
  const text = (value: Parameters<typeof settingText>[0]) => (value === null ? "-" : settingText(value));
  const rows = settings.map(({ section, name, manifest, file }) => [`${section}.${name}`, text(manifest), text(file)]);
  return { out: table([{ title: "setting" }, { title: "mods.yaml" }, { title: "mod-settings.dat" }], rows, width) };
}

/** The settings that differ. */
export function diffPage({ other, changes }: SettingsDiff): Page {
  const words =
    changes.length === 0
      ? "No settings differ"
      : `${count(changes.length, "setting")} ${changes.length === 1 ? "differs" : "differ"}`;
  return { out: changes.map(settingLine), remarks: [line(`${words} between mods.yaml and ${other}.`)] };
}

/** Options of the page of a changed manifest. */
export interface ChangedPageOptions {
  /** Similar names, to suggest. */
  readonly near?: readonly string[];
  /** Whether the game does not have the change yet. */
  readonly isForGame?: boolean;
  readonly dryRun: boolean;
}

/** The page of a changed manifest. */
export function changedPage(
  { manifest, changes }: SettingsChanged,
  { near = [], isForGame = false, dryRun }: ChangedPageOptions,
): Page {
  const remarks: Line[] = [
    line(
      manifest.changed ? (dryRun ? "Would change " : "Changed ") : "Nothing to change in ",
      tone.strong(manifest.path),
      ".",
    ),
  ];
  if (near.length > 0) {
    const hint = `the game does not know this setting yet; did you mean ${near.join(" or ")}?`;
    remarks.push(BLANK, hintLine(hint));
  } else if (manifest.changed && isForGame && !dryRun)
    remarks.push(BLANK, hintLine("`factorio-lock install` writes it for the game."));
  return { out: changes.map(settingLine), remarks };
}
