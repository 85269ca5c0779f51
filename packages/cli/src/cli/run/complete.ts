import { complete } from "../../commands/complete.ts";
import { whole } from "../../report/line.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args, { commands }) => {
  const completions = await complete(context, commands, args.words);
  return { data: { completions }, page: { out: completions.map(({ word }) => whole(word)) } };
};
