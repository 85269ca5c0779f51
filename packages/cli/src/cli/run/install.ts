import { install } from "../../commands/install.ts";
import { changePage } from "../../report/change.ts";
import { placeFlags, solveFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const data = await install(context, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    locked: args.flag("locked"),
    frozen: args.flag("frozen"),
  });
  return { data, page: changePage(data) };
};
