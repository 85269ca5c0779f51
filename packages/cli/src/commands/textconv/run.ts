import { resolve } from "node:path";
import type { Runner } from "../../command/command.ts";
import { whole } from "../../report/line.ts";
import type { TEXTCONV } from "./command.ts";
import { textconv } from "./textconv.ts";

export const run: Runner<typeof TEXTCONV> = async (context, args) => {
  const data = await textconv(resolve(context.cwd, args.words[0] ?? ""));
  return { data, page: { out: data.lines.map((row) => whole(row)) } };
};
