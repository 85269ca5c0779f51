import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { editedNames, editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { ENABLE } from "./command.ts";
import { enable } from "./enable.ts";

/** Answers `enable`. */
export const run: Runner<typeof ENABLE> = async (context, args) => {
  const data = await enable(context, args.words, editFlags(context, args));
  const edits = editedNames(args.words, data).map((name) =>
    line("mods.yaml: ", tone.strong(name), " is enabled again"),
  );
  return { data, page: editPage(data, args.flag("no-lock"), edits) };
};
