import { createHash } from "node:crypto";
import { contentPolicy, GRAPH_STYLE, htmlPage, type Markup, PAGE_STYLE } from "@factorio-lock/core";

const STYLE = `${PAGE_STYLE}\n${GRAPH_STYLE}`;

/** Renders a page of the mirror, which needs no script. */
export function mirrorPage(title: string, body: Markup): string {
  return htmlPage({ title, style: STYLE, body, forms: true, sha256 });
}

/** The SHA-256 of a text in base64, as used in a Content-Security-Policy. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("base64");
}

/**
 * The Content-Security-Policy header of all pages of the mirror: the pages' own policy, and no other site may frame
 * them.
 */
export const PAGE_POLICY: string = `${contentPolicy({ style: STYLE, forms: true, sha256 })}; frame-ancestors 'none'`;
