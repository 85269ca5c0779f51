import { lock } from "../../commands/lock.ts";
import { changePage } from "../../report/change.ts";
import { solveFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const options = { ...solveFlags(context, args), check: args.flag("check"), dryRun: args.flag("dry-run") };
  const data = await lock(context, options);
  return { data, page: changePage(data) };
};
