import type { Runner } from "../../command/command.ts";
import { solveFlags } from "../../command/read-flags.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, hanging, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import type { OUTDATED } from "./command.ts";
import { type OutdatedEntry, outdated } from "./outdated.ts";

const COLUMNS = [{ title: "mod", loose: true }, { title: "locked" }, { title: "fits" }, { title: "newest" }];

/** The exit code of `--exit-code` when something newer fits. Source: contract section 5. */
const SAYS_NO = 5;

export const run: Runner<typeof OUTDATED> = async (context, args, tools) => {
  const data = await outdated(context, solveFlags(context, args));
  const movable = data.mods.filter(({ current, newestFitting }) => newestFitting !== null && current !== newestFitting);
  const held = data.mods.filter(({ heldBackBy }) => heldBackBy.length > 0);
  const out = data.mods.length > 0 ? table(COLUMNS, data.mods.map(row), tools.width) : [];
  for (const { name, newest, heldBackBy } of held) {
    out.push(BLANK, line(tone.strong(name), ` ${newest} is held back:`));
    out.push(...heldBackBy.map((sentence) => hanging(4, `  ${sentence}`)));
  }
  const remarks =
    data.mods.length === 0
      ? [line("All mods are at their newest releases.")]
      : movable.length > 0
        ? [BLANK, hintLine("`factorio-lock update` moves to the newest that fit.")]
        : [];
  const exitCode = args.flag("exit-code") && movable.length > 0 ? SAYS_NO : 0;
  return { data, page: { out, remarks }, exitCode };
};

function row({ name, current, newestFitting, newest }: OutdatedEntry): Piece[] {
  const fits =
    newestFitting === null || newestFitting === current
      ? tone.faint(newestFitting ?? "none")
      : tone.good(newestFitting);
  return [tone.strong(name), current, fits, newest === newestFitting ? tone.faint(newest) : tone.notice(newest)];
}
