import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { codePieces } from "../../report/failure.ts";
import { BLANK, hanging, type Line, line, type Span, tone } from "../../report/line.ts";
import type { DOCTOR } from "./command.ts";
import { doctor, doctorFailure } from "./doctor.ts";
import type { Check } from "./result.ts";

const MARKS: Readonly<Record<Check["status"], Span>> = {
  good: tone.good("good    "),
  doubtful: tone.notice("doubtful"),
  bad: tone.bad("bad     "),
  skipped: tone.faint("skipped "),
};

export const run: Runner<typeof DOCTOR> = async (context, args) => {
  const data = await doctor(context, networkFlags(context, args));
  const failure = doctorFailure(data);
  const libraries = args.flag("verbose") ? libraryLines(data.libraries) : [];
  return { data, page: { out: [...data.checks.flatMap(lines), ...libraries] }, ...(failure ? { failure } : {}) };
};

function lines({ name, status, message, hint }: Check): Line[] {
  const first = hanging(25, MARKS[status], "  ", tone.strong(name.padEnd(15)), message);
  return hint === undefined ? [first] : [first, hanging(25, " ".repeat(25), ...codePieces(hint))];
}

function libraryLines(libraries: readonly string[]): Line[] {
  if (libraries.length === 0) return [];
  return [BLANK, line("This executable holds copies of:"), ...libraries.map((library) => line(`  ${library}`))];
}
