import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import type { IMPORT } from "./command.ts";
import { importMods } from "./import.ts";
import { importPage } from "./page.ts";

export const run: Runner<typeof IMPORT> = async (context, args) => {
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
