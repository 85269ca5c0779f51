import { cleanText } from "@factorio-lock/core";
import stringWidth from "fast-string-width";
import { type Line, type Piece, type Span, type Tone, textOf } from "./line.ts";
import { usableWidth } from "./usable-width.ts";

/** How lines are rendered. */
export interface Paper {
  /** Columns; Infinity for no limit. */
  readonly width: number;
  readonly color: boolean;
  /** Removes secrets, which must not leave the program. */
  redact(text: string): string;
}

const COLORS: Readonly<Record<Tone, readonly [string, string]>> = {
  plain: ["", ""],
  strong: ["\u001b[1m", "\u001b[22m"],
  faint: ["\u001b[2m", "\u001b[22m"],
  good: ["\u001b[32m", "\u001b[39m"],
  bad: ["\u001b[31m", "\u001b[39m"],
  notice: ["\u001b[33m", "\u001b[39m"],
  code: ["\u001b[36m", "\u001b[39m"],
};

/** The columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  return /^[\x20-\x7e]*$/.test(text) ? text.length : stringWidth(text);
}

/**
 * Lines as text, each ended by a line feed. This is the one place where text for people leaves the program: what came
 * from outside is cleaned and redacted here, wrapped to the width, and only then coloured.
 */
export function render(lines: readonly Line[], paper: Paper): string {
  const width = usableWidth(paper.width);
  return lines
    .flatMap((line) =>
      wrap(
        line.pieces.map((piece) => prepare(piece, paper)),
        line.hang,
        width,
      ),
    )
    .map((row) => `${paint(row, paper.color)}\n`)
    .join("");
}

function prepare(piece: Piece, paper: Paper): Span {
  return { text: paper.redact(cleanText(textOf(piece))), tone: typeof piece === "string" ? "plain" : piece.tone };
}

/** Breaks a line between words; a word wider than the terminal stays whole, so that it can be copied. */
function wrap(spans: readonly Span[], hang: Line["hang"], width: number): Span[][] {
  if (
    hang === "whole" ||
    width === Number.POSITIVE_INFINITY ||
    spans.reduce((sum, span) => sum + widthOf(span.text), 0) <= width
  )
    return [[...spans]];
  const rows: Span[][] = [];
  let row: Span[] = [];
  let used = 0;
  for (const atom of atoms(spans)) {
    const columns = atom.reduce((sum, span) => sum + widthOf(span.text), 0);
    const blank = atom.every((span) => span.text.trim() === "");
    if (used + columns > width && !blank && used > hang) {
      rows.push(row);
      row = hang > 0 ? [{ text: " ".repeat(hang), tone: "plain" }] : [];
      used = hang;
    }
    const startsRow = rows.length > 0 && used === hang;
    if (blank && (startsRow || used + columns > width)) continue;
    row.push(...atom);
    used += columns;
  }
  rows.push(row);
  return rows;
}

/** The unbreakable parts of a line: blanks, and words, which may run through several spans. */
function atoms(spans: readonly Span[]): Span[][] {
  const parts: Span[][] = [];
  let open: Span[] = [];
  for (const span of spans) {
    for (const text of span.text.split(/( +)/)) {
      if (text === "") continue;
      if (text.startsWith(" ")) {
        if (open.length > 0) parts.push(open);
        open = [];
        parts.push([{ text, tone: span.tone }]);
      } else {
        open.push({ text, tone: span.tone });
      }
    }
  }
  if (open.length > 0) parts.push(open);
  return parts;
}

function paint(row: readonly Span[], color: boolean): string {
  const joined = row.map(({ text, tone }) => {
    const [on, off] = color && text.trim() !== "" ? COLORS[tone] : COLORS.plain;
    return `${on}${text}${off}`;
  });
  return withoutEndBlanks(joined.join(""));
}

/** A loop, because a regular expression would take quadratic time for blanks inside the text. */
function withoutEndBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === " ") end--;
  return text.slice(0, end);
}
