import type { Runner } from "../../command/command.ts";
import { placeFlags, solveFlags } from "../../command/read-flags.ts";
import { editPage } from "../../report/edit.ts";
import { line, tone } from "../../report/line.ts";
import type { UNPIN } from "./command.ts";
import { unpin } from "./unpin.ts";

/** Answers `unpin`. */
export const run: Runner<typeof UNPIN> = async (context, args) => {
  const noLock = args.flag("no-lock");
  const flags = { ...solveFlags(context, args), ...placeFlags(context, args) };
  const data = await unpin(context, args.words, { ...flags, noInstall: args.flag("no-install"), noLock });
  const page = editPage(data, noLock);
  const manifest = data.unpinned.map(({ name, version }) =>
    line("mods.yaml: ", tone.strong(name), ` may move from ${version} on`),
  );
  return { data, page: { ...page, remarks: [...manifest, ...(page.remarks ?? [])] } };
};
