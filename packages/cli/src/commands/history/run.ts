import type { Runner } from "../../command/command.ts";
import { hanging, line, tone } from "../../report/line.ts";
import { stepWords } from "../../report/step-words.ts";
import type { HISTORY } from "./command.ts";
import { history } from "./history.ts";

/** Answers `history`. */
export const run: Runner<typeof HISTORY> = async (context) => {
  const data = await history(context);
  if (data.changes.length === 0) {
    return { data, page: { out: [], remarks: [line("No changes to this modpack are recorded on this machine.")] } };
  }
  const width = String(data.changes.length).length;
  const out = data.changes.map((change) =>
    hanging(
      width + 4,
      "  ",
      tone.code(String(change.undo).padStart(width)),
      `  ${localTime(change.time)}  `,
      tone.strong(stepWords(change)),
      tone.faint(`  ${change.summary}`),
    ),
  );
  const remarks = [line(tone.code("factorio-lock undo N"), " takes back the newest N of them.")];
  return { data, page: { out, remarks } };
};

/** `2026-03-01 14:05` */
function localTime(time: string): string {
  const date = new Date(time);
  const twoDigits = (number: number): string => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())} ${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}
