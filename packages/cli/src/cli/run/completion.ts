import { COMPLETION_SCRIPTS, type Shell } from "../../report/completion-scripts.ts";
import { whole } from "../../report/line.ts";
import type { Runner } from "../spec.ts";

export const run: Runner = async (_context, args) => {
  const shell = args.words[0] as Shell;
  const script = COMPLETION_SCRIPTS[shell];
  return { data: { shell, script: `${script.join("\n")}\n` }, page: { out: script.map((row) => whole(row)) } };
};
