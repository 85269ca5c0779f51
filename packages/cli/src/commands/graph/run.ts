import { resolve } from "node:path";
import type { Runner } from "../../command/command.ts";
import { numberFlag, solveFlags } from "../../command/read-flags.ts";
import type { GRAPH } from "./command.ts";
import type { GraphFormat } from "./formats.ts";
import { graph } from "./graph.ts";
import { graphAnswerPage } from "./page.ts";

export const run: Runner<typeof GRAPH> = async (context, args) => {
  const file = args.text("output");
  const data = await graph(context, {
    ...solveFlags(context, args),
    mods: args.words,
    format: args.text("format") as GraphFormat | undefined,
    file: file === undefined || file === "-" ? undefined : resolve(context.cwd, file),
    optional: args.flag("optional"),
    depth: numberFlag(args, "depth", 0, 1000),
    loadOrder: args.flag("load-order"),
    heldBack: args.flag("held-back"),
    whyNot: args.text("why-not"),
  });
  return { data, page: graphAnswerPage(data) };
};
