/** The meaning of a piece of text; the printer gives tones their colours. Source: docs/style.md. */
export type Tone = "plain" | "strong" | "faint" | "good" | "bad" | "notice" | "code";

/** A piece of text with a tone. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** A plain string is a span of the tone `plain`. */
export type Piece = string | Span;

/**
 * One line for people. If it is wider than the terminal, it is wrapped, and the rows below are indented by `hang` columns; a
 * `whole` line is not wrapped, because it is meant to be copied or read by a program.
 */
export interface Line {
  readonly pieces: readonly Piece[];
  readonly hang: number | "whole";
}

/** A line that is wrapped without indentation. */
export function line(...pieces: readonly Piece[]): Line {
  return { pieces, hang: 0 };
}

/** A line that is wrapped with an indentation of `hang` columns. */
export function hanging(hang: number, ...pieces: readonly Piece[]): Line {
  return { pieces, hang };
}

/** A line that is never wrapped: a command to copy, a script, Markdown. */
export function whole(...pieces: readonly Piece[]): Line {
  return { pieces, hang: "whole" };
}

/** The empty line. */
export const BLANK: Line = line();

/** A piece of text in a tone: `tone.good("+")`. */
export const tone: Readonly<Record<Exclude<Tone, "plain">, (text: string) => Span>> = {
  strong: (text) => ({ text, tone: "strong" }),
  faint: (text) => ({ text, tone: "faint" }),
  good: (text) => ({ text, tone: "good" }),
  bad: (text) => ({ text, tone: "bad" }),
  notice: (text) => ({ text, tone: "notice" }),
  code: (text) => ({ text, tone: "code" }),
};

/** The text of a piece. */
export function textOf(piece: Piece): string {
  return typeof piece === "string" ? piece : piece.text;
}

/** Splits a text at its line ends; each line is wrapped with an indentation of `hang` columns. */
export function textLines(text: string, hang = 0): Line[] {
  return text.split(/\r\n|\r|\n/).map((row) => hanging(hang, row));
}

/** `1 mod`, `2 mods`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
