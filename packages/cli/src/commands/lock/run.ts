import type { Runner } from "../../command/command.ts";
import { solveFlags } from "../../command/read-flags.ts";
import { changePage } from "../../report/change.ts";
import type { LOCK } from "./command.ts";
import { lock } from "./lock.ts";

export const run: Runner<typeof LOCK> = async (context, args) => {
  const options = { ...solveFlags(context, args), check: args.flag("check"), dryRun: args.flag("dry-run") };
  const data = await lock(context, options);
  return { data, page: changePage(data) };
};
