import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { line } from "../../report/line.ts";
import type { DIFF } from "./command.ts";
import { diff } from "./diff.ts";
import { diffMarkdown } from "./markdown.ts";
import { diffLines } from "./page.ts";

export const run: Runner<typeof DIFF> = async (context, args) => {
  const [old, next] = args.words;
  const options = { ...networkFlags(context, args), old, new: next, noChangelog: args.flag("no-changelog") };
  const data = await diff(context, options);
  const out = args.flag("markdown") ? diffMarkdown(data) : diffLines(data);
  const remarks = out.length === 0 ? [line(`No difference between ${data.old} and ${data.new}.`)] : [];
  return { data, page: { out, remarks } };
};
