import { info } from "../../commands/info.ts";
import { infoLines } from "../../report/info.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args, tools) => {
  const data = await info(context, args.words[0] as string);
  return { data, page: { out: infoLines(data, args.flag("releases"), tools.width) } };
};
