const DIGITS = "0123456789";

/**
 * A version as one number by which it compares with others, read as the game does (docs/factorio.md, 8.2): blanks
 * before it and whatever follows the third number do not count, the third number may be missing, each is at most 65535.
 * Undefined if there is no version.
 */
export function numberOf(text: string): number | undefined {
  const numbers: number[] = [];
  let at = 0;
  while (numbers.length < 3) {
    while (/\s/.test(text[at] ?? "")) at++;
    const from = at;
    while (text[at] !== undefined && DIGITS.includes(text[at] as string)) at++;
    if (at === from) break;
    numbers.push(Number.parseInt(text.slice(from, at), 10));
    if (text[at] !== ".") break;
    at++;
  }
  if (numbers.length < 2 || numbers.some((number) => number > 65_535)) return undefined;
  const [major = 0, minor = 0, patch = 0] = numbers;
  return major * 2 ** 32 + minor * 2 ** 16 + patch;
}

/** The first two numbers of a version, `2.0`: the line of a game. */
export function lineOf(text: string): string | undefined {
  const number = numberOf(text);
  return number === undefined ? undefined : `${Math.trunc(number / 2 ** 32)}.${Math.trunc(number / 2 ** 16) % 2 ** 16}`;
}

/** Whether a release that says `made` is for a game of the line: a third number counts for nothing, 0.18 also serves 1.0 (R1). */
export function isMadeFor(made: string, line: string): boolean {
  const own = lineOf(made);
  return own === line || (own === "0.18" && line === "1.0");
}
