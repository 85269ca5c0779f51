/** Less than this is no width that a terminal has: some say 0 where they do not know theirs. Columns. */
const NARROWEST = 20;

/** The width to write for: what the terminal says, or 80 columns where it says nothing that can be. */
export function usableWidth(columns: number | undefined): number {
  return columns !== undefined && columns >= NARROWEST ? columns : 80;
}
