import { cleanText } from "../text/clean-text.ts";
import { isSoft } from "./edge.ts";
import { nodeLines } from "./layout.ts";
import type { GraphEdge, GraphNode, ModGraph } from "./mod-graph.ts";

/** The graph in the DOT language, for Graphviz and other programs that read it. */
export function graphDot(graph: ModGraph, title: string): string {
  const nodes = graph.nodes.map((node) => `  ${quote(node.name)} [label=${label(node)}${nodeStyle(node)}];`);
  const layers = (graph.layers ?? []).map(
    (layer) => `  { rank=same; ${layer.map((name) => `${quote(name)};`).join(" ")} }`,
  );
  // Invisible edges keep the layers in order.
  const chain = (graph.layers ?? []).flatMap((layer) => layer.slice(0, 1)).map(quote);
  const invisible = chain.length > 1 ? [`  ${chain.join(" -> ")} [style=invis];`] : [];
  const edges = graph.edges.map((edge) => `  ${quote(edge.from)} -> ${quote(edge.to)}${edgeStyle(edge)};`);
  const notes = graph.notes.length > 0 ? [`  label=${quote(graph.notes.join("\n"))}; labelloc=b;`] : [];
  const head = [
    `digraph ${quote(title)} {`,
    "  rankdir=LR;",
    '  node [shape=box, style="rounded,filled", fillcolor=white];',
  ];
  return `${[...head, ...notes, ...nodes, ...layers, ...invisible, ...edges, "}"].join("\n")}\n`;
}

function label(node: GraphNode): string {
  return quote(nodeLines(node).join("\n"));
}

function nodeStyle({ kind, requested, mark }: GraphNode): string {
  if (mark === "conflict") return ", fillcolor=mistyrose, color=red3";
  if (mark === "held") return ", fillcolor=cornsilk, color=orange4";
  if (kind === "builtin") return ", fillcolor=lavender, color=slateblue";
  if (kind === "absent") return ', style="rounded,dashed"';
  return requested || kind === "manifest" ? ", fillcolor=aliceblue, color=steelblue" : "";
}

function edgeStyle(edge: GraphEdge): string {
  const styles = [
    edge.label === undefined ? "" : `label=${quote(edge.label)}`,
    isSoft(edge.kind) ? "style=dotted" : "",
    edge.kind === "incompatible" ? "color=red3, dir=both" : edge.limits || edge.kind === "holds" ? "color=orange4" : "",
  ].filter((style) => style !== "");
  return styles.length > 0 ? ` [${styles.join(", ")}]` : "";
}

/** Quotes a text; a line break in it starts a new line of the label. */
function quote(text: string): string {
  const lines = text.split("\n").map((line) => cleanText(line).replaceAll("\\", "\\\\").replaceAll('"', '\\"'));
  return `"${lines.join("\\n")}"`;
}
