import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import type { EDIT } from "./command.ts";
import { edit } from "./edit.ts";

/** Answers `edit`. */
export const run: Runner<typeof EDIT> = async (context, args) => {
  const noLock = args.flag("no-lock");
  const data = await edit(
    context,
    {
      add: args.all("add"),
      remove: args.all("remove"),
      disable: args.all("disable"),
      enable: args.all("enable"),
      set: args.all("set"),
    },
    { ...solveFlags(context, args), ...placeFlags(context, args), noInstall: args.flag("no-install"), noLock },
  );
  return { data, page: editPage(data, noLock) };
};
