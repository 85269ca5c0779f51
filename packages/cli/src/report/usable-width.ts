/** Less than this is no width that a terminal has: some say 0 if they do not know theirs. Columns. */
const NARROWEST = 20;

/** The width to write for: that of the terminal, or 80 columns if it reports none that makes sense. */
export function usableWidth(columns: number | undefined): number {
  return columns !== undefined && columns >= NARROWEST ? columns : 80;
}
