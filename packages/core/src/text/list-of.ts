/**
 * Joins words for a sentence: `a`, `a and b`, `a, b and c`. `Intl.ListFormat` would do the same but takes 15 ms to
 * load.
 */
export function listOf(words: readonly string[], joint: "and" | "or" = "and"): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;
}
