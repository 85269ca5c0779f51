import { listOf } from "@factorio-lock/core";
import type { Runner } from "../../command/command.ts";
import { solveFlags } from "../../command/read-flags.ts";
import { shellCommand } from "../../modpack/suggestion.ts";
import { lookAtMove, movesWhole } from "../../modpack/upgrade-report.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, hanging, type Line, line, type Piece, tone } from "../../report/line.ts";
import { table } from "../../report/table.ts";
import { upgradeSum, upgradeTable } from "../../report/upgrade.ts";
import type { OUTDATED } from "./command.ts";
import { outdated } from "./outdated.ts";
import type { OutdatedEntry } from "./result.ts";

const COLUMNS = [{ title: "mod", loose: true }, { title: "locked" }, { title: "fits" }, { title: "newest" }];

/** The exit code of `--exit-code` when something newer fits. Source: docs/commands.md, "Exit codes". */
const NEWER_FITS = 5;

export const run: Runner<typeof OUTDATED> = async (context, args, tools) => {
  const factorio = args.text("factorio");
  if (factorio !== undefined) {
    const report = await lookAtMove(context, factorio, solveFlags(context, args));
    const exitCode = args.flag("exit-code") && !movesWhole(report) ? NEWER_FITS : 0;
    return { data: report, page: { out: upgradeTable(report, tools.width), remarks: upgradeSum(report) }, exitCode };
  }
  const data = await outdated(context, solveFlags(context, args));
  const movable = data.mods.filter(({ current, newestFitting }) => newestFitting !== null && current !== newestFitting);
  const held = data.mods.filter(({ heldBackBy }) => heldBackBy.length > 0);
  const out = data.mods.length > 0 ? table(COLUMNS, data.mods.map(row), tools.width) : [];
  for (const { name, newest, heldBackBy } of held) {
    out.push(BLANK, line(tone.strong(name), ` ${newest} is held back:`));
    out.push(...heldBackBy.map((sentence) => hanging(4, `  ${sentence}`)));
  }
  const remarks: Line[] =
    data.mods.length === 0
      ? [line("All mods are at their newest releases.")]
      : movable.length > 0
        ? [BLANK, hintLine("`factorio-lock update` moves to the newest that fit.")]
        : [];
  if (data.ready.length > 0) {
    const names = data.ready.map(({ name, version }) => `${name} ${version}`);
    remarks.push(hanging(2, `Disabled in mods.yaml, and fit now: ${listOf(names)}.`));
    const [first, ...more] = data.ready;
    const command = shellCommand(["enable", first && more.length === 0 ? first.name : "NAME"]);
    remarks.push(BLANK, hintLine(`\`${command}\` brings ${more.length === 0 ? "it" : "one"} back.`));
  }
  const exitCode = args.flag("exit-code") && movable.length > 0 ? NEWER_FITS : 0;
  return { data, page: { out, remarks }, exitCode };
};

function row({ name, current, newestFitting, newest }: OutdatedEntry): Piece[] {
  const fits =
    newestFitting === null || newestFitting === current
      ? tone.faint(newestFitting ?? "none")
      : tone.good(newestFitting);
  return [tone.strong(name), current, fits, newest === newestFitting ? tone.faint(newest) : tone.notice(newest)];
}
