import { remove } from "../../commands/remove.ts";
import { editPage } from "../../report/edit.ts";
import { placeFlags, solveFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const data = await remove(context, args.words, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noLock: args.flag("no-lock"),
  });
  return { data, page: editPage(data, args.flag("no-lock")) };
};
