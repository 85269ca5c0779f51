import { changeLine, changePage } from "../../report/change.ts";
import { hintLine } from "../../report/failure.ts";
import { gitLines } from "../../report/git-files.ts";
import { offLines, takenPieces } from "../../report/imported.ts";
import { BLANK, hanging, type Line, line, tone } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import { settingLine } from "../../report/setting.ts";
import type { SyncResult } from "./result.ts";
import type { SyncPlan } from "./sync.ts";

/** The lines of a plan, one per change. */
export function syncPlanLines({ from, mods, settings, factorio, factorioBefore }: SyncPlan): Line[] {
  const moved = mods.filter(({ change }) => change !== "unchanged");
  return [
    hanging(2, "To have what is in ", ...takenPieces(from), ":"),
    ...(factorioBefore === null ? [] : [line(`~ Factorio ${factorioBefore} → ${factorio}`)]),
    ...moved.map(changeLine),
    ...settings.map(settingLine),
  ];
}

const PLAY =
  "`factorio-lock launch` plays with these mods. A game that you start otherwise reads its own folder: `factorio-lock set modDirectory DIR` puts them there instead.";

/** The page of `sync`. */
export function syncPage(data: SyncResult): Page {
  const { from, off, settings, factorio, factorioBefore, manifest, lockfile, dryRun } = data;
  const page = changePage(data);
  const isIdle = !manifest.changed && !lockfile.changed;
  const wrote = manifest.isNew ? "Wrote" : "Changed";
  const remarks = isIdle
    ? [hanging(2, "Nothing to do: this modpack has what is in ", ...takenPieces(from), ".")]
    : [
        ...(manifest.changed && !dryRun
          ? [hanging(2, `${wrote} `, tone.strong(manifest.path), " to have what is in ", ...takenPieces(from), ".")]
          : []),
        ...gitLines(data),
        ...offLines(off),
      ];
  const out = [
    ...(factorioBefore === null ? [] : [line(tone.notice("~"), ` Factorio ${factorioBefore} → ${factorio}`)]),
    ...page.out,
    ...settings.map(settingLine),
  ];
  const isToPlay = manifest.isNew && "directory" in data && !dryRun;
  return {
    ...page,
    out,
    remarks: [...remarks, ...(page.remarks ?? [])],
    ...(isToPlay ? { hint: [BLANK, hintLine(PLAY)] } : {}),
  };
}
