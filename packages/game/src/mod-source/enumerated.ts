import { listOf } from "@factorio-lock/core";

const MOST = 10;

/** `a`, `a and b`, `a, b and c`, and `… and 5 more` where there are many. */
export function enumerated(words: readonly string[]): string {
  const shown = words.length > MOST + 1 ? [...words.slice(0, MOST), `${words.length - MOST} more`] : words;
  return listOf(shown);
}
