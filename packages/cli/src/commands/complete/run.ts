import type { Runner } from "../../command/command.ts";
import { whole } from "../../report/line.ts";
import type { COMPLETE } from "./command.ts";
import { complete } from "./complete.ts";

export const run: Runner<typeof COMPLETE> = async (context, args, { commands }) => {
  const completions = await complete(context, commands, args.words);
  return { data: { completions }, page: { out: completions.map(({ word }) => whole(word)) } };
};
