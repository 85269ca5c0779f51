/**
 * Control characters, bidirectional overrides and other invisible marks that can make a terminal show or do something
 * else than what the text says. Source: contract section 5.
 */
const CONTROLS = /[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/gu;

/** Makes text from outside safe to show: tabs and line ends become blanks, other control characters go. */
export function cleanText(text: string): string {
  return text.replace(CONTROLS, (character) => (/[\t\n\r]/.test(character) ? " " : ""));
}

/** The same for a JSON document, where such characters can stay if they are escaped. */
export function cleanJson(json: string): string {
  return json.replace(CONTROLS, (character) =>
    character === "\n" ? character : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
