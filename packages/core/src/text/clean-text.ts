/**
 * Characters that show nothing, or make a terminal do or show something else than what the text says: controls, all that
 * Unicode ignores by default (fillers, joiners, tags, variation selectors, marks of direction), separators of lines, marks of
 * annotation, and the empty Braille pattern. An emoji keeps the selector by which it is one. Source: docs/style.md,
 * "Safety".
 */
const HIDDEN = /(?!(?<=\p{Extended_Pictographic})\ufe0f)[\p{Cc}\p{DI}\u2028-\u202e\u2800\ufff9-\ufffb]/gu;

/** Makes text from outside safe to show: tabs and line ends become blanks, other control characters go. */
export function cleanText(text: string): string {
  return text.replace(HIDDEN, (character) => (/[\t\n\r]/.test(character) ? " " : ""));
}

/** The same for a JSON document, where such characters can stay if they are escaped. */
export function cleanJson(json: string): string {
  return json.replace(HIDDEN, (character) =>
    character === "\n"
      ? character
      : character
          .split("")
          .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
          .join(""),
  );
}
