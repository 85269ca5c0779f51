import type { Runner } from "../../command/command.ts";
import { editFlags } from "../../command/read-flags.ts";
import { editedNames, editPage } from "../../report/edit.ts";
import { codePieces } from "../../report/failure.ts";
import { hanging, tone } from "../../report/line.ts";
import type { DISABLE } from "./command.ts";
import { disable } from "./disable.ts";

/** Answers `disable`. */
export const run: Runner<typeof DISABLE> = async (context, args) => {
  const data = await disable(context, args.words, editFlags(context, args));
  const edits = editedNames(args.words, data).map((name) =>
    hanging(
      2,
      "mods.yaml: ",
      tone.strong(name),
      " is disabled; ",
      ...codePieces(`\`factorio-lock enable ${name}\` brings it back`),
    ),
  );
  return { data, page: editPage(data, args.flag("no-lock"), edits) };
};
