import { hanging, type Line, type Piece, textOf, tone } from "./line.ts";
import { widthOf } from "./render.ts";
import { usableWidth } from "./usable-width.ts";

/** A column; a `loose` one is cut if the terminal is too narrow. */
export interface Column {
  readonly title: string;
  readonly loose?: boolean;
}

const GAP = 2;
const MIN_WIDTH = 8;
/** The width that is kept for the last column, and its indentation if there is no room beside the others. */
const LAST_WIDTH = 24;
const LAST_HANG = 4;

/** Rows in aligned columns that fit the width: the loose columns are cut with `…`, the last one is wrapped. */
export function table(columns: readonly Column[], rows: readonly (readonly Piece[])[], width: number): Line[] {
  const all = [columns.map((column) => tone.faint(column.title)), ...rows];
  const natural = columns.map((_, at) => Math.max(...all.map((row) => widthOf(textOf(row[at] ?? "")))));
  const usable = usableWidth(width);
  const widths = fit(natural, columns, usable);
  const start = widths.slice(0, -1).reduce((sum, columns) => sum + columns + GAP, 0);
  return all.map((row) => {
    const cells = row.map((cell, at) => (at === row.length - 1 ? cell : pad(cell, widths[at] as number)));
    // If the other columns leave it no room, the last one is wrapped near the left edge.
    return hanging(start > usable - LAST_WIDTH / 2 ? LAST_HANG : start, ...cells);
  });
}

/** Narrows the loose columns, widest first, until the table fits; the last column is left to wrapping. */
function fit(natural: readonly number[], columns: readonly Column[], width: number): number[] {
  const widths = [...natural];
  const last = widths.length - 1;
  const total = () =>
    widths.reduce((sum, columns, at) => sum + (at === last ? Math.min(columns, LAST_WIDTH) : columns + GAP), 0);
  while (total() > width) {
    const loose = widths.map((size, at) => (columns[at]?.loose && at !== last && size > MIN_WIDTH ? size : 0));
    const widest = Math.max(...loose);
    if (widest === 0) break;
    widths[loose.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function pad(cell: Piece, columns: number): Piece {
  let text = textOf(cell);
  if (widthOf(text) > columns) {
    // No visible character takes this many; cutting first keeps the loop below from measuring a long text repeatedly.
    const characters = Array.from(text).slice(0, columns * 4);
    while (widthOf(characters.join("")) > columns - 1) characters.pop();
    text = `${characters.join("")}…`;
  }
  const padded = text + " ".repeat(columns - widthOf(text) + GAP);
  return typeof cell === "string" ? padded : { text: padded, tone: cell.tone };
}
