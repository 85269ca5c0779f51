import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import type { EDIT } from "./command.ts";
import { edit } from "./edit.ts";

/** Answers `edit`. */
export const run: Runner<typeof EDIT> = async (context, args) => {
  const data = await edit(
    context,
    {
      add: args.all("add"),
      remove: args.all("remove"),
      disable: args.all("disable"),
      enable: args.all("enable"),
      set: args.all("set"),
    },
    editFlags(context, args),
  );
  return { data, page: editPage(data, args.flag("no-lock")) };
};
