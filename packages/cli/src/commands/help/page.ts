import type { Part, Topic } from "../../help/topic.ts";
import { codePieces } from "../../report/failure.ts";
import { BLANK, hanging, type Line, line, tone, whole } from "../../report/line.ts";

/** A name wider than this gets a line of its own. */
const MAX_NAME_WIDTH = 24;

/** A topic of help for a terminal. */
export function topicLines({ title, parts }: Topic): Line[] {
  return [line(tone.strong(title)), ...parts.flatMap((part) => [BLANK, ...partLines(part)])];
}

function partLines(part: Part): Line[] {
  if (typeof part === "string") return [hanging(0, ...codePieces(part))];
  if ("block" in part) return part.block.map((row) => whole("  ", tone.code(row)));
  const widest = Math.max(...part.rows.map(([name]) => (name.length > MAX_NAME_WIDTH ? 0 : name.length)));
  return part.rows.flatMap(([name, text]) => {
    if (name.length > MAX_NAME_WIDTH)
      return [hanging(2, "  ", tone.code(name)), hanging(6, "      ", ...codePieces(text))];
    return [hanging(widest + 4, "  ", tone.code(name.padEnd(widest + 2)), ...codePieces(text))];
  });
}
