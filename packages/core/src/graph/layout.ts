import type { GraphEdge, GraphNode, ModGraph } from "./mod-graph.ts";

/** A node with the position of its upper left corner, in pixels. */
export interface PlacedNode {
  readonly node: GraphNode;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** An edge with the points that its line passes through. */
export interface PlacedEdge {
  readonly edge: GraphEdge;
  readonly points: readonly Point[];
  /** The centre of its label; undefined if it has none. */
  readonly label: Point | undefined;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A family of a graph with the position of each part. */
export interface Placed {
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly edges: readonly PlacedEdge[];
}

/** The assumed width of a letter in pixels. It is generous, since fonts differ and none is measured. */
const LETTER = 7.6;

/** An upper bound on the width of a text, in pixels. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letter > "\u2e7f" ? 14 : LETTER;
  return width;
}

/** The lines of text in the box of a node. */
export function nodeLines({ name, version, note }: GraphNode): readonly string[] {
  return [version === undefined ? name : `${name} ${version}`, ...(note === undefined ? [] : [note])];
}

/** Lays out one family from left to right, each mod left of those that it needs. The layout is dagre's. */
export async function layOut(graph: ModGraph, family: readonly string[]): Promise<Placed> {
  // Loaded lazily, since only pictures need it.
  const { Graph, layout } = await import("@dagrejs/dagre");
  const members = new Set(family);
  const nodes = graph.nodes.filter(({ name }) => members.has(name));
  const edges = graph.edges.filter(({ from }) => members.has(from));
  const board = new Graph({ multigraph: true });
  board.setGraph({ rankdir: "LR", nodesep: 10, edgesep: 8, ranksep: 44, marginx: 8, marginy: 8 });
  for (const [at, node] of nodes.entries()) {
    const lines = nodeLines(node);
    board.setNode(`n${at}`, { width: Math.max(...lines.map(textWidth)) + 22, height: 12 + 18 * lines.length });
  }
  const places = new Map(nodes.map(({ name }, at) => [name, `n${at}`]));
  for (const [at, edge] of edges.entries()) {
    const { label } = edge;
    const size = label === undefined ? {} : { width: textWidth(label) + 8, height: 16, labelpos: "c" as const };
    board.setEdge(places.get(edge.from) as string, places.get(edge.to) as string, size, `e${at}`);
  }
  layout(board);
  const { width = 0, height = 0 } = board.graph() as { width?: number; height?: number };
  const lines = edges.map(
    (edge, at) => board.edge(places.get(edge.from) as string, places.get(edge.to) as string, `e${at}`) as Line,
  );
  // dagre counts boxes and labels only: an edge that runs around the outermost box would be cut off.
  let [left, top, right, bottom] = [0, 0, width, height];
  for (const { x, y } of lines.flatMap((line) => line.points)) {
    [left, top] = [Math.min(left, x - EDGE_MARGIN), Math.min(top, y - EDGE_MARGIN)];
    [right, bottom] = [Math.max(right, x + EDGE_MARGIN), Math.max(bottom, y + EDGE_MARGIN)];
  }
  const moved = ({ x, y }: Point): Point => ({ x: x - left, y: y - top });
  return {
    width: Math.ceil(right - left),
    height: Math.ceil(bottom - top),
    nodes: nodes.map((node, at) => {
      const box = board.node(`n${at}`) as Box;
      const corner = moved({ x: box.x - box.width / 2, y: box.y - box.height / 2 });
      return { node, ...corner, width: box.width, height: box.height };
    }),
    edges: edges.map((edge, at) => {
      const line = lines[at]!;
      const label = edge.label === undefined ? undefined : moved({ x: line.x ?? 0, y: line.y ?? 0 });
      return { edge, points: line.points.map(moved), label };
    }),
  };
}

/** The space around an edge for its line and arrowhead, in pixels. */
const EDGE_MARGIN = 4;

interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface Line {
  readonly points: readonly Point[];
  readonly x?: number;
  readonly y?: number;
}
