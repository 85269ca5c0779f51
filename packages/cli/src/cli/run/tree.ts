import { tree } from "../../commands/tree.ts";
import { line } from "../../report/line.ts";
import { treeLines } from "../../report/tree.ts";
import { numberFlag } from "../flags.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (context, args) => {
  const options = { mods: args.words, optional: args.flag("optional"), depth: numberFlag(args, "depth", 0, 1000) };
  const data = await tree(context, options);
  const remarks = data.tree.length === 0 ? [line("mods.lock holds no mods.")] : [];
  return { data, page: { out: treeLines(data.tree), remarks } };
};
