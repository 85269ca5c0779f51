import { cleanText } from "../text/clean-text.ts";
import { isSoft } from "./edge.ts";
import { nodeLines } from "./layout.ts";
import type { GraphEdge, GraphNode, ModGraph } from "./mod-graph.ts";

/** The graph in the language DOT, for Graphviz and what else reads it. */
export function graphDot(graph: ModGraph, title: string): string {
  const nodes = graph.nodes.map((node) => `  ${quoted(node.name)} [label=${label(node)}${look(node)}];`);
  const layers = (graph.layers ?? []).map(
    (layer) => `  { rank=same; ${layer.map((name) => `${quoted(name)};`).join(" ")} }`,
  );
  // Unseen edges keep one layer behind the other.
  const chain = (graph.layers ?? []).flatMap((layer) => layer.slice(0, 1)).map(quoted);
  const unseen = chain.length > 1 ? [`  ${chain.join(" -> ")} [style=invis];`] : [];
  const edges = graph.edges.map((edge) => `  ${quoted(edge.from)} -> ${quoted(edge.to)}${lookOfEdge(edge)};`);
  const notes = graph.notes.length > 0 ? [`  label=${quoted(graph.notes.join("\n"))}; labelloc=b;`] : [];
  const head = [
    `digraph ${quoted(title)} {`,
    "  rankdir=LR;",
    '  node [shape=box, style="rounded,filled", fillcolor=white];',
  ];
  return `${[...head, ...notes, ...nodes, ...layers, ...unseen, ...edges, "}"].join("\n")}\n`;
}

function label(node: GraphNode): string {
  return quoted(nodeLines(node).join("\n"));
}

function look({ kind, requested, mark }: GraphNode): string {
  if (mark === "conflict") return ", fillcolor=mistyrose, color=red3";
  if (mark === "held") return ", fillcolor=cornsilk, color=orange4";
  if (kind === "builtin") return ", fillcolor=lavender, color=slateblue";
  if (kind === "absent") return ', style="rounded,dashed"';
  return requested || kind === "manifest" ? ", fillcolor=aliceblue, color=steelblue" : "";
}

function lookOfEdge(edge: GraphEdge): string {
  const looks = [
    edge.label === undefined ? "" : `label=${quoted(edge.label)}`,
    isSoft(edge.kind) ? "style=dotted" : "",
    edge.kind === "incompatible" ? "color=red3, dir=both" : edge.limits || edge.kind === "holds" ? "color=orange4" : "",
  ].filter((look) => look !== "");
  return looks.length > 0 ? ` [${looks.join(", ")}]` : "";
}

/** A text in quotes; a line end in it begins a new line of the label. */
function quoted(text: string): string {
  const lines = text.split("\n").map((line) => cleanText(line).replaceAll("\\", "\\\\").replaceAll('"', '\\"'));
  return `"${lines.join("\\n")}"`;
}
