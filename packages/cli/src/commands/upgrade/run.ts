import { listOf } from "@factorio-lock/core";
import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { lookAtMove, movesWhole } from "../../modpack/upgrade-report.ts";
import { changePage } from "../../report/change.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, hanging } from "../../report/line.ts";
import { upgradeSum, upgradeTable } from "../../report/upgrade.ts";
import type { UPGRADE } from "./command.ts";
import { cannotMoveError, upgradeTo } from "./upgrade.ts";

/** The exit code of `--check` when not everything can move. Source: docs/commands.md, "upgrade". */
const NOT_ALL_MOVE = 5;

/** Answers `upgrade`. */
export const run: Runner<typeof UPGRADE> = async (context, args, tools) => {
  const [line = ""] = args.words;
  const options = { ...solveFlags(context, args), ...placeFlags(context, args), noInstall: args.flag("no-install") };
  if (args.flag("check")) {
    const data = await lookAtMove(context, line, options);
    const whole = movesWhole(data);
    const isThere = whole && data.from === data.to && data.loosened.length === 0;
    const takes = whole ? `upgrade ${data.to}` : `upgrade ${data.to} --drop`;
    const hints = isThere
      ? [BLANK, hintLine("`factorio-lock update` moves to newer releases for it.")]
      : data.largest.length > 0
        ? [
            BLANK,
            hintLine(
              `\`factorio-lock ${takes}\` moves ${whole ? (data.movable.length === 1 ? "it" : "them") : "those, and keeps the rest in mods.yaml, disabled"}.`,
            ),
          ]
        : [];
    const page = { out: upgradeTable(data, tools.width), remarks: [...upgradeSum(data), ...hints] };
    return { data, page, exitCode: whole ? 0 : NOT_ALL_MOVE };
  }
  const data = await upgradeTo(context, line, { ...options, drop: args.flag("drop") });
  if (!("dropped" in data)) {
    const page = { out: upgradeTable(data, tools.width), remarks: upgradeSum(data) };
    return { data, page, failure: cannotMoveError(data) };
  }
  const { out, remarks = [] } = changePage(data);
  const left =
    data.dropped.length > 0
      ? [hanging(2, `Left out for now: ${listOf(data.dropped)}. \`factorio-lock outdated\` says when one is ready.`)]
      : [];
  return { data, page: { out, remarks: [...upgradeSum(data), ...left, ...remarks] } };
};
