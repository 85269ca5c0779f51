import { html, type Markup } from "../markup/markup.ts";
import { familyPicture, legendPicture } from "./graph-svg.ts";
import { nodeLines } from "./layout.ts";
import type { GraphNode, ModGraph } from "./mod-graph.ts";

/**
 * A graph as a section of a page that includes `GRAPH_STYLE` and `PAGE_STYLE`: each family as a picture, the rest as
 * lists.
 */
export async function graphSection(graph: ModGraph): Promise<Markup> {
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const listed = (names: readonly string[]): Markup =>
    html`<ul class="chips">${names.flatMap((name) => chip(byName.get(name)))}</ul>`;
  const pictures: Markup[] = [];
  for (const [at, family] of graph.families.entries()) {
    const picture = await familyPicture(graph, family, `Family ${at + 1}: ${family.join(", ")}`);
    pictures.push(html`<div class="family" tabindex="0">${picture}</div>\n`);
  }
  const layers = (graph.layers ?? []).map(
    (layer, at) =>
      html`<h3>Layer ${at + 1}: ${layer.length === 1 ? "1 mod" : `${layer.length} mods`}</h3>${listed(layer)}`,
  );
  const heading = graph.families.length > 0 && html`<h3>On their own</h3>`;
  const alone = graph.alone.length > 0 && html`${heading}${listed(graph.alone)}`;
  const notes =
    graph.notes.length > 0 && html`<div class="notes">${graph.notes.map((note) => html`<p>${note}</p>`)}</div>`;
  const families = pictures.length > 0 && html`<div class="families">${pictures}</div>`;
  return html`${notes}${families}${layers}${alone}<p>${legendPicture(graph)}</p>`;
}

function chip(node: GraphNode | undefined): readonly Markup[] {
  if (!node) return [];
  const style = node.kind === "builtin" ? "game" : node.requested ? "asked" : "";
  return [html`<li class="${style}">${nodeLines(node).join(", ")}</li>\n`];
}
