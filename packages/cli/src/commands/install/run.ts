import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { changePage } from "../../report/change.ts";
import type { INSTALL } from "./command.ts";
import { install } from "./install.ts";

export const run: Runner<typeof INSTALL> = async (context, args) => {
  const data = await install(context, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    locked: args.flag("locked"),
    frozen: args.flag("frozen"),
  });
  return { data, page: changePage(data) };
};
