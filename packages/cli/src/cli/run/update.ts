import { update } from "../../commands/update.ts";
import { changePage } from "../../report/change.ts";
import { changelogLines } from "../../report/changelog.ts";
import { placeFlags, solveFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
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
