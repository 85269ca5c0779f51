/** Quotes a word for any shell, if it needs quotes; what no shell reads literally in double quotes is left out. */
export function quoteWord(word: string): string {
  return /^[\w.@/~-]+$/.test(word) ? word : `"${word.replace(/["\\$`]/g, "")}"`;
}
