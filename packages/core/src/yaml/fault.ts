import { type ErrorCode, FactorioLockError } from "../error.ts";

/** An error at a position in a text. */
export interface Fault {
  /** Offset in UTF-16 code units. */
  readonly at: number;
  /** Says what was found and what was expected, without a full stop. */
  readonly message: string;
  /** The next step for the user. */
  readonly hint?: string;
}

/** The most faults that are reported for one file. */
const MAX_FAULTS = 10;

/** The line and column of an offset, both starting at 1; a byte order mark is not counted. */
export function positionOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  const mark = lineStart === 0 && text.startsWith("\uFEFF") && at > 0 ? 1 : 0;
  return { line, column: at - lineStart - mark + 1 };
}

/**
 * Creates an error that lists faults in the order of the file, one per line: `FILE:LINE:COLUMN: …`. Its hint is that of
 * the first fault. Source: docs/manifest.md, "When something is wrong".
 */
export function faultError(code: ErrorCode, file: string, text: string, faults: readonly Fault[]): FactorioLockError {
  const sorted = faults.toSorted((a, b) => a.at - b.at);
  const lines = sorted.slice(0, MAX_FAULTS).map(({ at, message }) => {
    const { line, column } = positionOf(text, at);
    return `${file}:${line}:${column}: ${message}`;
  });
  if (sorted.length > MAX_FAULTS) lines.push(`${file}: ${sorted.length - MAX_FAULTS} more faults follow`);
  const hint = sorted[0]?.hint;
  return new FactorioLockError(code, lines.join("\n"), hint === undefined ? {} : { hint: asSentence(hint) });
}

/** Adds a full stop to a hint if it has none. */
function asSentence(hint: string): string {
  return /[.?]$/.test(hint) ? hint : `${hint}.`;
}

/** Quotes a text from a file for a message, shortened if it is long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
