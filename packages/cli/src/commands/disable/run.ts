import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { codePieces } from "../../report/failure.ts";
import { hanging, tone } from "../../report/line.ts";
import type { DISABLE } from "./command.ts";
import { disable } from "./disable.ts";

/** Answers `disable`. */
export const run: Runner<typeof DISABLE> = async (context, args) => {
  const noLock = args.flag("no-lock");
  const flags = {
    ...solveFlags(context, args),
    ...placeFlags(context, args),
    noInstall: args.flag("no-install"),
    noLock,
  };
  const data = await disable(context, args.words, flags);
  const page = editPage(data, noLock);
  const done = args.words.filter(
    (name) => !data.warnings.some(({ code, mod }) => code === "NOTHING_TO_DO" && mod === name),
  );
  const manifest = done.map((name) =>
    hanging(
      2,
      "mods.yaml: ",
      tone.strong(name),
      " is disabled; ",
      ...codePieces(`\`factorio-lock enable ${name}\` brings it back`),
    ),
  );
  return { data, page: { ...page, remarks: [...manifest, ...(page.remarks ?? [])] } };
};
