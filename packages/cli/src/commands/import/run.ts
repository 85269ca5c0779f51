import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import type { IMPORT } from "./command.ts";
import { importMods } from "./import.ts";
import { importPage } from "./page.ts";

export const run: Runner<typeof IMPORT> = async (context, args) => {
  const data = await importMods(context, args.words[0] as string, {
    ...editFlags(context, args),
    loose: args.flag("loose"),
  });
  return { data, page: importPage(data, args.flag("no-lock")) };
};
