import { listOf } from "@factorio-lock/core";
import { editPage } from "../../report/edit.ts";
import { offLines, takenAmount, takenPieces } from "../../report/imported.ts";
import { hanging, type Line, line, tone } from "../../report/line.ts";
import type { Page } from "../../report/page.ts";
import type { ImportResult } from "./result.ts";

/** The maximum number of names to list; if there are more, only their number is shown. */
const MAX_NAMES = 12;

/** The page of `import`: mods that were taken over, mods that were there already, and the changes. */
export function importPage(data: ImportResult, unlocked: boolean): Page {
  const { added, adopted, expansionSet, from } = data;
  const page = editPage(data, unlocked);
  const lines: Line[] = [
    hanging(2, `Took over ${takenAmount(added)} from `, ...takenPieces(from), "."),
    ...offLines(data.off),
    ...(added.length <= MAX_NAMES
      ? added.map(({ name, range, path }) => line("mods.yaml: ", tone.strong(name), ` ${path ?? range}`))
      : []),
    ...(adopted.length <= MAX_NAMES
      ? adopted.map(({ name, from: was, to }) =>
          line("mods.yaml: ", tone.strong(name), ` ${to}`, tone.faint(` (was ${was})`)),
        )
      : [line(`mods.yaml: ${adopted.length} mods ask for the versions there`)]),
    ...(expansionSet ? [line("mods.yaml: ", tone.strong("expansion"), " is true")] : []),
    ...keptLines(data),
  ];
  const idle = unlocked && added.length + adopted.length === 0;
  return { ...page, remarks: [...lines, ...(idle ? [] : (page.remarks ?? []))] };
}

function keptLines({ kept }: ImportResult): Line[] {
  if (kept.length === 0) return [];
  const names = kept.length <= MAX_NAMES ? listOf(kept) : `${kept.length} mods`;
  return [hanging(2, `In mods.yaml already, as it was: ${names}.`)];
}
