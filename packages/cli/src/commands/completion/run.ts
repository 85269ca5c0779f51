import type { Runner } from "../../command/command.ts";
import { line, tone, whole } from "../../report/line.ts";
import type { COMPLETION } from "./command.ts";
import { installCompletion } from "./install.ts";
import { COMPLETION_SCRIPTS, type Shell } from "./scripts.ts";

export const run: Runner<typeof COMPLETION> = async (context, args) => {
  const shell = args.words[0] as Shell;
  const rows = COMPLETION_SCRIPTS[shell];
  const script = `${rows.join("\n")}\n`;
  if (!args.flag("install")) {
    return { data: { shell, script, installed: null }, page: { out: rows.map((row) => whole(row)) } };
  }
  const installed = await installCompletion(context, shell);
  const also = installed.changed === null ? "" : `, and a line to ${installed.changed}`;
  const remarks = [line("Wrote ", tone.strong(installed.path), `${also}. A new shell completes factorio-lock.`)];
  return { data: { shell, script, installed }, page: { out: [], remarks } };
};
