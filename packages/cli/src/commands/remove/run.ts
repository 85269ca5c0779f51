import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { REMOVE } from "./command.ts";
import { remove } from "./remove.ts";

export const run: Runner<typeof REMOVE> = async (context, args) => {
  const data = await remove(context, args.words, editFlags(context, args));
  const edits = args.words.map((name) => line("mods.yaml: ", tone.strong(name), " is taken out"));
  return { data, page: editPage(data, args.flag("no-lock"), edits) };
};
