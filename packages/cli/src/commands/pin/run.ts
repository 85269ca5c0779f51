import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { PIN } from "./command.ts";
import { pin } from "./pin.ts";

/** Answers `pin`. */
export const run: Runner<typeof PIN> = async (context, args) => {
  const data = await pin(context, args.words, editFlags(context, args));
  const edits = data.pinned.map(({ name, version }) => line("mods.yaml: ", tone.strong(name), ` stays at ${version}`));
  return { data, page: editPage(data, args.flag("no-lock"), edits) };
};
