import type { Runner } from "../../command/command.ts";
import { whole } from "../../report/line.ts";
import type { COMPLETION } from "./command.ts";
import { COMPLETION_SCRIPTS, type Shell } from "./scripts.ts";

export const run: Runner<typeof COMPLETION> = async (_context, args) => {
  const shell = args.words[0] as Shell;
  const script = COMPLETION_SCRIPTS[shell];
  return { data: { shell, script: `${script.join("\n")}\n` }, page: { out: script.map((row) => whole(row)) } };
};
