import { listOf } from "@factorio-lock/core";

const MAX_SHOWN = 10;

/** Joins words: `a`, `a and b`, `a, b and c`; a long list ends with `and 5 more`. */
export function enumerated(words: readonly string[]): string {
  const shown =
    words.length > MAX_SHOWN + 1 ? [...words.slice(0, MAX_SHOWN), `${words.length - MAX_SHOWN} more`] : words;
  return listOf(shown);
}
