import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { type Line, line, whole } from "../../report/line.ts";
import type { DIFF } from "./command.ts";
import { compare } from "./diff.ts";
import { diffMarkdown } from "./markdown.ts";
import { modpackChangelog } from "./modpack-changelog.ts";
import { diffLines } from "./page.ts";

export const run: Runner<typeof DIFF> = async (context, args) => {
  const [old, next] = args.words;
  const isText = args.flag("changelog-txt");
  const noChangelog = isText || args.flag("no-changelog");
  const options = { ...networkFlags(context, args), old, new: next, noChangelog };
  const { result: data, after } = await compare(context, options);
  if (isText) return { data, page: { out: rows(modpackChangelog(data, after.manifest?.pack?.version)) } };
  const out = args.flag("markdown") ? diffMarkdown(data) : diffLines(data);
  const remarks = out.length === 0 ? [line(`No difference between ${data.old} and ${data.new}.`)] : [];
  return { data, page: { out, remarks } };
};

function rows(text: string): Line[] {
  return text
    .trimEnd()
    .split("\n")
    .map((row) => whole(row));
}
