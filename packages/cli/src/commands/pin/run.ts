import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { PIN } from "./command.ts";
import { pin } from "./pin.ts";

/** Answers `pin`. */
export const run: Runner<typeof PIN> = async (context, args) => {
  const noLock = args.flag("no-lock");
  const flags = { ...solveFlags(context, args), ...placeFlags(context, args) };
  const data = await pin(context, args.words, { ...flags, noInstall: args.flag("no-install"), noLock });
  const page = editPage(data, noLock);
  const manifest = data.pinned.map(({ name, version }) =>
    line("mods.yaml: ", tone.strong(name), ` stays at ${version}`),
  );
  return { data, page: { ...page, remarks: [...manifest, ...(page.remarks ?? [])] } };
};
