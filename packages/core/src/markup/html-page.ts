import { html, type Markup, ownMarkup } from "./markup.ts";

/** A self-contained page, which loads nothing. */
export interface HtmlPage {
  readonly title: string;
  /** CSS of our own. */
  readonly style: string;
  /** A script of our own; the page must work without it. */
  readonly script?: string;
  readonly body: Markup;
  /** Whether the page has forms, which may submit to the page's own origin. Default false. */
  readonly forms?: boolean;
  /** Computes the SHA-256 of a text, in base64, for the Content-Security-Policy. */
  readonly sha256: (text: string) => string;
}

/** The mark of our pages. */
export const GENERATOR: Markup = { markup: '<meta name="generator" content="factorio-lock">' };

/** Prints a page whose Content-Security-Policy allows only its own style and script. */
export function htmlPage({ title, style, script, body, forms, sha256 }: HtmlPage): string {
  const policy = contentPolicy({ style, script, forms, sha256 });
  const run = script === undefined ? "" : html`<script>${ownMarkup(script)}</script>`;
  return `${
    html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
${GENERATOR}
<title>${title}</title>
<style>${ownMarkup(style)}</style>
</head>
<body>
<main>
${body}
</main>
${run}
</body>
</html>`.markup
  }\n`;
}

/**
 * The Content-Security-Policy of such a page: only the style and script with these hashes are allowed, besides images
 * in `data:` addresses and, with `forms`, submission to its own origin.
 */
export function contentPolicy({
  style,
  script,
  forms = false,
  sha256,
}: Pick<HtmlPage, "style" | "sha256"> & {
  readonly script?: string | undefined;
  readonly forms?: boolean | undefined;
}): string {
  const scripts = script === undefined ? [] : [`script-src 'sha256-${sha256(script)}'`];
  return [
    "default-src 'none'",
    `style-src 'sha256-${sha256(style)}'`,
    ...scripts,
    "img-src data:",
    "base-uri 'none'",
    `form-action '${forms ? "self" : "none"}'`,
  ].join("; ");
}
