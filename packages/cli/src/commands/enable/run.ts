import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { ENABLE } from "./command.ts";
import { enable } from "./enable.ts";

/** Answers `enable`. */
export const run: Runner<typeof ENABLE> = async (context, args) => {
  const data = await enable(context, args.words, editFlags(context, args));
  const done = args.words.filter(
    (name) => !data.warnings.some(({ code, mod }) => code === "NOTHING_TO_DO" && mod === name),
  );
  const edits = done.map((name) => line("mods.yaml: ", tone.strong(name), " is enabled again"));
  return { data, page: editPage(data, args.flag("no-lock"), edits) };
};
