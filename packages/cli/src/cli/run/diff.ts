import { diff } from "../../commands/diff.ts";
import { diffLines } from "../../report/diff.ts";
import { line } from "../../report/line.ts";
import { diffMarkdown } from "../../report/markdown.ts";
import { networkFlags } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const [old, next] = args.words;
  const options = { ...networkFlags(context, args), old, new: next, noChangelog: args.flag("no-changelog") };
  const data = await diff(context, options);
  const out = args.flag("markdown") ? diffMarkdown(data) : diffLines(data);
  const remarks = out.length === 0 ? [line(`No difference between ${data.old} and ${data.new}.`)] : [];
  return { data, page: { out, remarks } };
};
