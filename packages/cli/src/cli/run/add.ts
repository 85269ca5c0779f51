import { add } from "../../commands/add.ts";
import { addPage } from "../../report/add.ts";
import { placeFlags, solveFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const data = await add(context, args.words, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noLock: args.flag("no-lock"),
    withOptional: args.flag("with-optional"),
  });
  return { data, page: addPage(data, args.flag("no-lock")) };
};
