import { cleanText } from "@factorio-lock/core";

/**
 * Authors' text may mean anything in Markdown and HTML, and GitHub and forums make links of what stands in the rendered
 * text: mentions, issues, commits and addresses. Here it is only text: a word of which something could be made becomes a
 * code span, in which nobody looks for any.
 */
export function escapeMarkdown(text: string): string {
  return visibleWords(text, (word) => (LINKED.test(word) ? markdownCode(word) : escapeWord(word))).replace(
    /^(\d+)(?=[.)](?:\s|$))|^(?=[-+=])/,
    (_, digits: string | undefined) => (digits === undefined ? "\\" : `${digits}\\`),
  );
}

/** A code span, also in a table. A backslash in one would stay as it is, and a vertical bar needs one. */
export function markdownCode(text: string): string {
  const inner = cleanText(text).replaceAll("`", "'").replaceAll("\\", "/").replaceAll("|", "\\|").trim();
  return `\`${inner === "" ? " " : inner}\``;
}

/** The same text for a place within HTML. */
export function htmlText(text: string): string {
  return visibleWords(text, (word) => (LINKED.test(word) ? `<code>${escapeHtml(word)}</code>` : escapeHtml(word)));
}

/**
 * Texts that GitHub and other renderers turn into links: mentions and e-mail addresses, issues, commits, web
 * addresses with and without a scheme.
 */
const LINKED = /@|#\d|gh-\d|:\/\/|www\.|[0-9a-f]{7}|\.\p{L}{2}/iu;

/** Works on what is seen: a word may be cut by marks that are removed later. */
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
