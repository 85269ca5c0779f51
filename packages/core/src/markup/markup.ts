import { cleanText } from "../text/clean-text.ts";

/** Text that already is HTML, XML or SVG, with everything from outside escaped. */
export interface Markup {
  readonly markup: string;
}

/** A value in a template: text and numbers are escaped, undefined and false print nothing, a list prints its parts. */
export type Part = string | number | undefined | false | Markup | readonly Part[];

/**
 * A template tag for markup. Every value is escaped, so that it can be used as text or in a quoted attribute and cannot
 * open or close a tag. Attributes must be quoted; values must not be used inside a script or style.
 *
 * @example html`<p title="${'a "b"'}">${"<b>"}</p>` // <p title="a &quot;b&quot;">&lt;b&gt;</p>
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, at) => (at === 0 ? text : printPart(parts[at - 1]) + text)).join("") };
}

/** Marks a text that our own code made as markup. Never use it for text from outside. */
export function ownMarkup(markup: string): Markup {
  return { markup };
}

function printPart(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  if ("markup" in part) return part.markup;
  return part.map(printPart).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Escapes text for markup and quoted attributes; removes invisible and bidirectional control characters. */
export function escapeMarkup(text: string): string {
  return cleanText(text)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
    .replace(/\p{Cs}/gu, "\ufffd");
}

/**
 * The address if it is safe to link to, that is `http` or `https`; undefined for others, which may run code
 * (`javascript:`).
 */
export function linkAddress(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\/[^\s<>"'\\]+$/i.test(text) ? text : undefined;
}
