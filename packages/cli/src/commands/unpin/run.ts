import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { UNPIN } from "./command.ts";
import { unpin } from "./unpin.ts";

/** Answers `unpin`. */
export const run: Runner<typeof UNPIN> = async (context, args) => {
  const data = await unpin(context, args.words, editFlags(context, args));
  const edits = data.unpinned.map(({ name, version }) =>
    line("mods.yaml: ", tone.strong(name), ` may move from ${version} on`),
  );
  return { data, page: editPage(data, args.flag("no-lock"), edits) };
};
