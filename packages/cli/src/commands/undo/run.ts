import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { usageError } from "../../command/usage-error.ts";
import { changePage } from "../../report/change.ts";
import { hanging, line, tone } from "../../report/line.ts";
import { stepWords } from "../../report/step-words.ts";
import type { UNDO } from "./command.ts";
import { undo } from "./undo.ts";

/** Answers `undo`. */
export const run: Runner<typeof UNDO> = async (context, args) => {
  const data = await undo(context, countOf(args.words[0]), {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    yes: args.flag("yes"),
  });
  const page = changePage(data);
  const says = data.dryRun ? "Would take back " : "Took back ";
  const undone = data.undone.map((change) =>
    hanging(2, says, tone.strong(stepWords(change)), tone.faint(` (${change.summary})`)),
  );
  const [lockfile, ...others] = page.remarks ?? [];
  // The restored mods.yaml may not fit an unchanged lockfile, so that the page does not call it up to date.
  const locked = data.lockfile.changed ? lockfile : line(`${data.lockfile.path} stays as it is.`);
  return { data, page: { ...page, remarks: [...undone, ...(locked ? [locked] : []), ...others] } };
};

function countOf(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw usageError(`undo takes a number of changes, not "${text}".`, "`factorio-lock history` lists them.");
}
