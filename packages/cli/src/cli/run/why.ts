import { why } from "../../commands/why.ts";
import { whyLines } from "../../report/why.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const data = await why(context, args.words[0] as string);
  return { data, page: { out: whyLines(data) } };
};
