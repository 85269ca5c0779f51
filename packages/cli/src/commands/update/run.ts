import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { changePage } from "../../report/change.ts";
import { changelogLines } from "../../report/changelog.ts";
import { BLANK } from "../../report/line.ts";
import { syncPage } from "../sync/page.ts";
import { sync } from "../sync/sync.ts";
import type { UPDATE } from "./command.ts";
import { followedBy, update } from "./update.ts";

export const run: Runner<typeof UPDATE> = async (context, args) => {
  const from = args.words.length === 0 && args.text("precise") === undefined ? await followedBy(context) : undefined;
  if (from !== undefined) {
    const options = { ...solveFlags(context, args), ...placeFlags(context, args), yes: args.flag("yes") };
    const data = await sync(context, from, { ...options, noInstall: args.flag("no-install") });
    return { data, page: syncPage(data) };
  }
  const data = await update(context, args.words, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noChangelog: args.flag("no-changelog"),
    precise: args.text("precise"),
  });
  const page = changePage(data);
  // Whoever has read the changelogs still sees what moved.
  const changelogs = changelogLines(data.changelogs);
  return { data, page: { ...page, out: changelogs.length > 0 ? [...changelogs, BLANK, ...page.out] : page.out } };
};
