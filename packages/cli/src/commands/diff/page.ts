import { changeLine } from "../../report/change.ts";
import { changelogLines } from "../../report/changelog.ts";
import { hanging, type Line, line, tone } from "../../report/line.ts";
import { settingLine } from "../../report/setting.ts";
import type { DiffResult } from "./result.ts";

/** The difference between two lockfiles for a terminal. */
export function diffLines(result: DiffResult): Line[] {
  const { factorio, expansion, builtin, mods, settings, changelogs } = result;
  return [
    ...(factorio ? [keyLine("factorio", factorio.from, factorio.to)] : []),
    ...(expansion ? [keyLine("expansion", String(expansion.from), String(expansion.to))] : []),
    ...builtin.added.map((name) => hanging(2, tone.good("+"), " ", tone.strong(name), " (part of the game)")),
    ...builtin.removed.map((name) => hanging(2, tone.bad("-"), " ", tone.strong(name), " (part of the game)")),
    ...mods.map(changeLine),
    ...settings.map(settingLine),
    ...changelogLines(changelogs),
  ];
}

function keyLine(key: string, from: string, to: string): Line {
  return line(tone.notice("~"), " ", tone.strong(key), ` ${from} → ${to}`);
}
