import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { changePage } from "../../report/change.ts";
import { changelogLines } from "../../report/changelog.ts";
import type { UPDATE } from "./command.ts";
import { update } from "./update.ts";

export const run: Runner<typeof UPDATE> = async (context, args) => {
  const data = await update(context, args.words, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noChangelog: args.flag("no-changelog"),
    precise: args.text("precise"),
  });
  const page = changePage(data);
  return { data, page: { ...page, out: [...page.out, ...changelogLines(data.changelogs)] } };
};
