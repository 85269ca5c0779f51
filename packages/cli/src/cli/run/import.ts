import { importMods } from "../../commands/import.ts";
import { importPage } from "../../report/import.ts";
import { placeFlags, solveFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const noLock = args.flag("no-lock");
  const data = await importMods(context, args.words[0] as string, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noLock,
    loose: args.flag("loose"),
  });
  return { data, page: importPage(data, noLock) };
};
