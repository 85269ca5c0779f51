import { cleanText } from "@factorio-lock/core";

/**
 * Escapes an author's text, so that it has no meaning in Markdown and HTML. GitHub and forums also turn mentions, issues,
 * commits and addresses in the rendered text into links: a word that could become one is put into a code span, where they
 * do not.
 */
export function escapeMarkdown(text: string): string {
  return visibleWords(text, (word) => (LINKED.test(word) ? markdownCode(word) : escapeWord(word))).replace(
    /^(\d+)(?=[.)](?:\s|$))|^(?=[-+=])/,
    (_, digits: string | undefined) => (digits === undefined ? "\\" : `${digits}\\`),
  );
}

/** A code span, also for a table, where a vertical bar needs a backslash; a backslash itself becomes a slash. */
export function markdownCode(text: string): string {
  const inner = cleanText(text).replaceAll("`", "'").replaceAll("\\", "/").replaceAll("|", "\\|").trim();
  return `\`${inner === "" ? " " : inner}\``;
}

/** Escapes an author's text for a place inside HTML. */
export function htmlText(text: string): string {
  return visibleWords(text, (word) => (LINKED.test(word) ? `<code>${escapeHtml(word)}</code>` : escapeHtml(word)));
}

/**
 * Texts that GitHub and other renderers turn into links: mentions and e-mail addresses, issues, commits, web
 * addresses with and without a scheme.
 */
const LINKED = /@|#\d|gh-\d|:\/\/|www\.|[0-9a-f]{7}|\.\p{L}{2}/iu;

/** Cleans the text first, because invisible marks may split a word. */
function visibleWords(text: string, escapeOne: (word: string) => string): string {
  return cleanText(text).trim().split(/\s+/).map(escapeOne).join(" ");
}

function escapeWord(word: string): string {
  return escapeHtml(word).replace(/[\\`*_{}[\]|#@!~$^:]/g, "\\$&");
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => HTML[character] ?? "");
}

const HTML: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };
