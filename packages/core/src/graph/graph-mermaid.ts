import { cleanText } from "../text/clean-text.ts";
import { isSoft } from "./edge.ts";
import { nodeLines } from "./layout.ts";
import type { GraphEdge, GraphNode, ModGraph } from "./mod-graph.ts";

/** The graph for Mermaid: GitHub and others render it from a `mermaid` code block. */
export function graphMermaid(graph: ModGraph, title: string): string {
  const ids = new Map(graph.nodes.map(({ name }, at) => [name, `n${at}`]));
  const id = (name: string): string => ids.get(name) as string;
  const box = (node: GraphNode): string => `${id(node.name)}[${quote(nodeLines(node).join(" / "))}]${classOf(node)}`;
  const byName = new Map(graph.nodes.map((node) => [node.name, node]));
  const nodes = graph.layers
    ? graph.layers.flatMap((layer, at) => [
        `  subgraph layer${at + 1}[${quote(`${at + 1}.`)}]`,
        ...layer.flatMap((name) => (byName.has(name) ? [`    ${box(byName.get(name) as GraphNode)}`] : [])),
        "  end",
      ])
    : graph.nodes.map((node) => `  ${box(node)}`);
  const layers = (graph.layers ?? []).slice(1).map((_, at) => `  layer${at + 1} --> layer${at + 2}`);
  const edges = graph.edges.map((edge) => `  ${id(edge.from)} ${arrow(edge)} ${id(edge.to)}`);
  return `${["flowchart LR", `  accTitle: ${plain(title)}`, ...nodes, ...layers, ...edges, ...CLASSES, ...graph.notes.map((note) => `  %% ${plain(note)}`)].join("\n")}\n`;
}

const CLASSES = [
  "  classDef asked fill:#dbe8fb,stroke:#3567b0,color:#1d2430",
  "  classDef game fill:#e9e4f7,stroke:#7a63b8,color:#1d2430",
  "  classDef held fill:#fdf0d2,stroke:#8a5a00,color:#1d2430",
  "  classDef conflict fill:#fbe3e1,stroke:#b3261e,color:#1d2430",
];

function classOf({ kind, requested, mark }: GraphNode): string {
  if (mark === "held" || mark === "conflict") return `:::${mark}`;
  if (kind === "builtin") return ":::game";
  return requested || kind === "manifest" ? ":::asked" : "";
}

function arrow(edge: GraphEdge): string {
  const { label } = edge;
  const soft = isSoft(edge.kind);
  const line = edge.kind === "incompatible" ? "x--x" : soft ? "-.->" : "-->";
  return label === undefined ? line : `${line}|${quote(label)}|`;
}

/** Quotes a text and escapes every character that Mermaid, or the HTML that it generates, could interpret. */
function quote(text: string): string {
  return `"${cleanText(text).replace(/[^\p{L}\p{N} ._/-]/gu, (character) => `#${character.codePointAt(0)};`)}"`;
}

/** A text on one line, without characters that Mermaid interprets. */
function plain(text: string): string {
  return cleanText(text)
    .replace(/[^\p{L}\p{N} ._,:()>=<+-]/gu, " ")
    .replace(/[{}%;#]/g, " ");
}
