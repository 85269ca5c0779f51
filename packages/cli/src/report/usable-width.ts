/** Fewer columns than this are not believed: some terminals report 0 if they do not know their width. */
const MIN_COLUMNS = 20;

/** The width to write for: that of the terminal, or 80 columns if it reports none that is plausible. */
export function usableWidth(columns: number | undefined): number {
  return columns !== undefined && columns >= MIN_COLUMNS ? columns : 80;
}
