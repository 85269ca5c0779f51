import { resolve } from "node:path";
import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { hintLine } from "../../report/failure.ts";
import { BLANK, line } from "../../report/line.ts";
import type { MERGE_DRIVER } from "./command.ts";
import { mergeDriver } from "./merge-driver.ts";

export const run: Runner<typeof MERGE_DRIVER> = async (context, args) => {
  const [base = "", ours = "", theirs = "", path = ours] = args.words;
  const [b, o, t] = [base, ours, theirs].map((file) => resolve(context.cwd, file)) as [string, string, string];
  const data = await mergeDriver(context, { base: b, ours: o, theirs: t, path }, networkFlags(context, args));
  if (data.merged) return { data, page: { out: [], remarks: [line(`${path}: both sides are merged.`)] } };
  const hint =
    data.file === "lockfile"
      ? "when mods.yaml is merged, `factorio-lock lock` merges both sides of mods.lock and solves again."
      : "merge the marked lines by hand, then run `factorio-lock lock`.";
  const remarks = [line(`${path}: a conflict is left. ${data.reason ?? ""}`), BLANK, hintLine(hint)];
  return { data, page: { out: [], remarks }, exitCode: 1 };
};
