import type { Runner } from "../../command/command.ts";
import { numberFlag } from "../../command/read-flags.ts";
import { line } from "../../report/line.ts";
import type { TREE } from "./command.ts";
import { treeLines } from "./page.ts";
import { tree } from "./tree.ts";

export const run: Runner<typeof TREE> = async (context, args) => {
  const options = { mods: args.words, optional: args.flag("optional"), depth: numberFlag(args, "depth", 0, 1000) };
  const data = await tree(context, options);
  const nothing =
    args.words.length > 0
      ? `${args.words.join(", ")}: part of the game, with nothing below; \`factorio-lock why\` says who needs it.`
      : "mods.lock holds no mods.";
  const remarks = data.tree.length === 0 ? [line(nothing)] : [];
  return { data, page: { out: treeLines(data.tree), remarks } };
};
