import { complete } from "../../commands/complete.ts";
import { whole } from "../../report/line.ts";
import type { Runner } from "../spec.ts";
import { COMMANDS } from "../specs/index.ts";

export const run: Runner = async (context, args) => {
  const completions = await complete(context, COMMANDS, args.words);
  return { data: { completions }, page: { out: completions.map(({ word }) => whole(word)) } };
};
