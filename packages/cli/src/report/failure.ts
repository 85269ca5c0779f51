import type { FactorioLockError, Warning } from "@factorio-lock/core";
import { BLANK, hanging, type Line, type Piece, textLines, tone, whole } from "./line.ts";

/** An error for people: what happened, why, and what to do, the hint after an empty line. */
export function failureLines(error: FactorioLockError, verbose: boolean): Line[] {
  const [first = "", ...rest] = error.message.split("\n");
  const lines: Line[] = [
    hanging(2, tone.bad("error:"), ` ${first}`),
    ...rest.flatMap((row) => textLines(`  ${row}`, 2)),
  ];
  const explanation = error.explanation.filter((sentence) => !error.message.includes(sentence));
  if (explanation.length > 0) lines.push(BLANK, ...explanation.map((sentence) => hanging(4, `  ${sentence}`)));
  if (error.suggestions.length > 0) {
    const opening = error.suggestions.length === 1 ? "this was checked to help:" : "each of these was checked to help:";
    lines.push(BLANK, hanging(2, tone.notice("hint:"), ` ${opening}`));
    lines.push(...error.suggestions.map((command) => whole("  ", tone.code(command))));
  } else if (error.hint !== undefined) lines.push(BLANK, hintLine(error.hint));
  if (verbose && error.cause instanceof Error) lines.push(BLANK, ...textLines(error.cause.stack ?? "", 4));
  return lines;
}

/** `hint: …`, with commands between backticks in the tone of code. */
export function hintLine(hint: string): Line {
  return hanging(2, tone.notice("hint:"), " ", ...codePieces(hint));
}

/** `warning: …` for each. */
export function warningLines(warnings: readonly Warning[]): Line[] {
  return warnings.map(({ message }) => hanging(2, tone.notice("warning:"), " ", ...codePieces(message)));
}

/** A text with commands between backticks, those in the tone of code. */
export function codePieces(text: string): Piece[] {
  return text.split(/(`[^`]*`)/).map((part) => (part.startsWith("`") && part.length > 1 ? tone.code(part) : part));
}
