import { cleanText } from "../text/clean-text.ts";

/** Text that is HTML, XML or SVG already, where everything from outside was escaped. */
export interface Markup {
  readonly markup: string;
}

/** The content of markup: text and numbers are escaped, nothing stands for nothing, a list for its parts in a row. */
export type Part = string | number | undefined | false | Markup | readonly Part[];

/**
 * Markup from a template. Every value is escaped, so that it can be text or stand between the quotes of an attribute; no
 * value can open or close a tag. Attributes must be quoted, and no value may stand in a script or style.
 *
 * @example html`<p title="${'a "b"'}">${"<b>"}</p>` // <p title="a &quot;b&quot;">&lt;b&gt;</p>
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return { markup: strings.map((text, at) => (at === 0 ? text : write(parts[at - 1]) + text)).join("") };
}

/** The markup that our own code made as text. Never for text from outside. */
export function ownMarkup(markup: string): Markup {
  return { markup };
}

function write(part: Part): string {
  if (part === undefined || part === false) return "";
  if (typeof part === "string") return escapeMarkup(part);
  if (typeof part === "number") return String(part);
  if ("markup" in part) return part.markup;
  return part.map(write).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text that shows as it is within markup and within quoted attributes; what shows nothing or turns the direction goes. */
export function escapeMarkup(text: string): string {
  return cleanText(text)
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string)
    .replace(/\p{Cs}/gu, "\ufffd");
}

/** An address to link to: `http` and `https` alone, since others (`javascript:`) may do something; undefined for others. */
export function linkAddress(text: string | undefined): string | undefined {
  return text !== undefined && /^https?:\/\/[^\s<>"'\\]+$/i.test(text) ? text : undefined;
}
