import type { Runner } from "../../command/command.ts";
import type { INFO } from "./command.ts";
import { info } from "./info.ts";
import { infoLines } from "./page.ts";

export const run: Runner<typeof INFO> = async (context, args, tools) => {
  const data = await info(context, args.words[0] as string);
  return { data, page: { out: infoLines(data, args.flag("releases"), tools.width) } };
};
