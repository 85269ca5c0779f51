import { type ErrorCode, FactorioLockError } from "../error.ts";

/** Something wrong at a place of a text. */
export interface Fault {
  /** Offset in UTF-16 code units. */
  readonly at: number;
  /** Names what was found and what was expected, without a full stop. */
  readonly message: string;
  /** The next step for the user. */
  readonly hint?: string;
}

/** The most faults of one file that are reported at once. */
const MAX_TOLD = 10;

/** Line and column, both from 1, of an offset; a byte order mark takes no column. */
export function positionOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at);
  const lineStart = before.lastIndexOf("\n") + 1;
  const line = before.split("\n").length;
  const mark = lineStart === 0 && text.startsWith("\uFEFF") && at > 0 ? 1 : 0;
  return { line, column: at - lineStart - mark + 1 };
}

/**
 * Makes the error that lists faults, in the order of the file, one per line: `FILE:LINE:COLUMN: …`. The hint
 * is that of the first fault. Source: docs/manifest.md, "When something is wrong".
 */
export function faultError(code: ErrorCode, file: string, text: string, faults: readonly Fault[]): FactorioLockError {
  const sorted = faults.toSorted((a, b) => a.at - b.at);
  const lines = sorted.slice(0, MAX_TOLD).map(({ at, message }) => {
    const { line, column } = positionOf(text, at);
    return `${file}:${line}:${column}: ${message}`;
  });
  if (sorted.length > MAX_TOLD) lines.push(`${file}: ${sorted.length - MAX_TOLD} more faults follow`);
  const hint = sorted[0]?.hint;
  return new FactorioLockError(code, lines.join("\n"), hint === undefined ? {} : { hint: asSentence(hint) });
}

/** A hint with a full stop; some are also parts of longer ones. */
function asSentence(hint: string): string {
  return /[.?]$/.test(hint) ? hint : `${hint}.`;
}

/** A text from a file in double quotes, short enough for a message. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
