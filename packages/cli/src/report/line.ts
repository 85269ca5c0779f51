/** How a piece of text is meant; the printer gives tones their colours. Source: docs/style.md. */
export type Tone = "plain" | "strong" | "faint" | "good" | "bad" | "notice" | "code";

/** A piece of text with a tone. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

/** A plain string is a span of the tone `plain`. */
export type Piece = string | Span;

/**
 * One line for people. Longer than the terminal is wide, it goes on below, `hang` columns in; with `whole` it is left as it
 * is, because it is meant to be copied or read by a program.
 */
export interface Line {
  readonly pieces: readonly Piece[];
  readonly hang: number | "whole";
}

/** A line that goes on at the left edge. */
export function line(...pieces: readonly Piece[]): Line {
  return { pieces, hang: 0 };
}

/** A line that goes on `hang` columns in. */
export function hanging(hang: number, ...pieces: readonly Piece[]): Line {
  return { pieces, hang };
}

/** A line that is never broken: a command to copy, a script, Markdown. */
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

/** A text with line ends, as lines that each go on `hang` columns in. */
export function textLines(text: string, hang = 0): Line[] {
  return text.split(/\r\n|\r|\n/).map((row) => hanging(hang, row));
}

/** `1 mod`, `2 mods`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : plural}`;
}
