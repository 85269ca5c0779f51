import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import type { SYNC } from "./command.ts";
import { syncPage } from "./page.ts";
import { sync } from "./sync.ts";

export const run: Runner<typeof SYNC> = async (context, args) => {
  const data = await sync(context, args.words[0] as string, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    yes: args.flag("yes"),
    loose: args.flag("loose"),
    settings: args.flag("settings"),
    noInstall: args.flag("no-install"),
    without: args
      .text("without")
      ?.split(",")
      .map((name) => name.trim())
      .filter((name) => name !== ""),
  });
  return { data, page: syncPage(data) };
};
