import type { Runner } from "../../command/command.ts";
import { networkFlags } from "../../command/read-flags.ts";
import { codePieces } from "../../report/failure.ts";
import { hanging, type Line, type Span, tone } from "../../report/line.ts";
import type { DOCTOR } from "./command.ts";
import { type Check, doctor, doctorFailure } from "./doctor.ts";

const MARKS: Readonly<Record<Check["status"], Span>> = {
  good: tone.good("good    "),
  doubtful: tone.notice("doubtful"),
  bad: tone.bad("bad     "),
  skipped: tone.faint("skipped "),
};

export const run: Runner<typeof DOCTOR> = async (context, args) => {
  const data = await doctor(context, networkFlags(context, args));
  const failure = doctorFailure(data);
  return { data, page: { out: data.checks.flatMap(lines) }, ...(failure ? { failure } : {}) };
};

function lines({ name, status, message, hint }: Check): Line[] {
  const first = hanging(25, MARKS[status], "  ", tone.strong(name.padEnd(15)), message);
  return hint === undefined ? [first] : [first, hanging(25, " ".repeat(25), ...codePieces(hint))];
}
