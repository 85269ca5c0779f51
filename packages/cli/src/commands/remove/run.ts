import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { REMOVE } from "./command.ts";
import { remove } from "./remove.ts";

export const run: Runner<typeof REMOVE> = async (context, args) => {
  const data = await remove(context, args.words, {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noLock: args.flag("no-lock"),
  });
  const page = editPage(data, args.flag("no-lock"));
  const manifest = args.words.map((name) => line("mods.yaml: ", tone.strong(name), " is taken out"));
  return { data, page: { ...page, remarks: [...manifest, ...(page.remarks ?? [])] } };
};
