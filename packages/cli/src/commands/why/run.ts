import type { Runner } from "../../command/command.ts";
import type { WHY } from "./command.ts";
import { whyLines } from "./page.ts";
import { why } from "./why.ts";

export const run: Runner<typeof WHY> = async (context, args) => {
  const data = await why(context, args.words[0] as string);
  return { data, page: { out: whyLines(data) } };
};
