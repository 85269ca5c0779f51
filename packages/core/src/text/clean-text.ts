/**
 * Characters that are invisible or make a terminal show something other than the text: control characters, Unicode's
 * default ignorables (fillers, joiners, tags, variation selectors, direction marks), line separators, annotation marks,
 * and the blank Braille pattern. The variation selector that makes an emoji is kept. Source: docs/style.md, "Safety".
 */
const HIDDEN = /(?!(?<=\p{Extended_Pictographic})\ufe0f)[\p{Cc}\p{DI}\u2028-\u202e\u2800\ufff9-\ufffb]/gu;

/** Makes text from outside safe to display: tabs and line breaks become blanks, other hidden characters are removed. */
export function cleanText(text: string): string {
  return text.replace(HIDDEN, (character) => (/[\t\n\r]/.test(character) ? " " : ""));
}

/** Makes a JSON document safe to display by escaping hidden characters. */
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
