/**
 * Compares mod names as the game does within one depth of the load order: runs of digits as numbers, everything else in
 * upper case. Names that are equal in this way compare by code units. Source: docs/factorio.md, 4.4.
 */
export function compareNaturally(a: string, b: string): number {
  const left = runsOf(a);
  const right = runsOf(b);
  for (let at = 0; at < Math.min(left.length, right.length); at++) {
    const order = compareRuns(left[at] as string, right[at] as string);
    if (order !== 0) return order;
  }
  return left.length - right.length || compareTexts(a, b);
}

function runsOf(name: string): string[] {
  return name.toUpperCase().match(/\d+|\D+/g) ?? [];
}

function compareRuns(a: string, b: string): number {
  if (!/^\d/.test(a) || !/^\d/.test(b)) return compareTexts(a, b);
  const [x, y] = [a, b].map((digits) => digits.replace(/^0+(?=\d)/, "")) as [string, string];
  return x.length - y.length || compareTexts(x, y);
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
