import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { add } from "./add.ts";
import type { ADD } from "./command.ts";
import { addPage } from "./page.ts";

export const run: Runner<typeof ADD> = async (context, args) => {
  const data = await add(context, args.words, {
    ...editFlags(context, args),
    withOptional: args.flag("with-optional"),
  });
  return { data, page: addPage(data, args.flag("no-lock")) };
};
