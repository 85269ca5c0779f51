import { GRAPH_STYLE, graphSection, html, htmlPage, type ModGraph, PAGE_STYLE } from "@factorio-lock/core";
import { sha256 } from "../../report/sha256.ts";

/** Renders a graph as a standalone HTML page. */
export async function graphPage(graph: ModGraph, title: string): Promise<string> {
  const body = html`<h1>${title}</h1>${await graphSection(graph)}`;
  return htmlPage({ title, style: `${PAGE_STYLE}\n${GRAPH_STYLE}`, body, sha256 });
}
