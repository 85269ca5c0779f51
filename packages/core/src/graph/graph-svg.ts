import { html, type Markup, ownMarkup } from "../markup/markup.ts";
import { isSoft } from "./edge.ts";
import { layOut, nodeLines, type Placed, type PlacedEdge, type PlacedNode, type Point, textWidth } from "./layout.ts";
import type { GraphEdge, GraphNode, ModGraph } from "./mod-graph.ts";

/** The style sheet of pictures, for the page that includes them; light and dark, class selectors only. */
export const GRAPH_STYLE = `.mods{--paper:#fff;--ink:#1d2430;--faint:#68707c;--line:#8b94a1;--asked:#dbe8fb;--asked-line:#3567b0;--own:#fff;--own-line:#98a1ad;--game:#e9e4f7;--game-line:#7a63b8;--bad:#b3261e;--bad-paper:#fbe3e1;--held:#8a5a00;--held-paper:#fdf0d2;font:13px system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
@media (prefers-color-scheme:dark){.mods{--paper:#14181f;--ink:#e6e9ee;--faint:#9aa3b0;--line:#76808e;--asked:#1c3557;--asked-line:#76a5ea;--own:#1b2029;--own-line:#68717e;--game:#2c2545;--game-line:#a48fe0;--bad:#ff8a80;--bad-paper:#4a1f1c;--held:#f2c063;--held-paper:#443310}}
.mods .paper{fill:var(--paper)}.mods text{fill:var(--ink)}.mods .faint{fill:var(--faint);font-size:12px}.mods .title{font-size:17px;font-weight:600}.mods .part{font-size:14px;font-weight:600}
.mods .box{fill:var(--own);stroke:var(--own-line)}.mods .asked{fill:var(--asked);stroke:var(--asked-line)}.mods .game{fill:var(--game);stroke:var(--game-line)}.mods .away{fill:none;stroke:var(--faint);stroke-dasharray:4 3}
.mods .held{fill:var(--held-paper);stroke:var(--held)}.mods .conflict{fill:var(--bad-paper);stroke:var(--bad);stroke-width:2}.mods .focus{stroke-width:3}
.mods .edge{fill:none;stroke:var(--line)}.mods .tip{fill:var(--line)}.mods .soft{stroke-dasharray:2 4}.mods .limit{stroke:var(--held)}.mods .tip.limit{fill:var(--held);stroke:none}.mods .bad{stroke:var(--bad)}.mods .tip.bad{fill:var(--bad);stroke:none}
.mods text.limit{fill:var(--held);font-size:12px;stroke:none}.mods text.note{fill:var(--faint);font-size:12px}`;

/** A family as a separate picture, for a page that includes `GRAPH_STYLE`. */
export async function familyPicture(graph: ModGraph, family: readonly string[], label: string): Promise<Markup> {
  const placed = await layOut(graph, family);
  return html`<svg class="mods" role="img" aria-label="${label}" width="${placed.width}" height="${placed.height}" viewBox="0 0 ${placed.width} ${placed.height}">${draw(placed)}</svg>`;
}

/** The legend of a graph as a separate picture, for a page that includes `GRAPH_STYLE`. */
export function legendPicture(graph: ModGraph): Markup {
  const parts: Markup[] = [];
  const width = 310;
  const height = pushLegend(parts, graph, 0, width);
  return html`<svg class="mods legend" role="img" aria-label="What the colours and lines mean" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${parts}</svg>`;
}

/** The space between the parts of a picture, in pixels. */
const GAP = 16;

/** The whole graph as an SVG file: the families in rows, then the mods without edges, and a legend. */
export async function graphSvg(graph: ModGraph, title: string): Promise<string> {
  const families = await Promise.all(graph.families.map((family) => layOut(graph, family)));
  const width = pageWidth(graph, families);
  const parts: Markup[] = [];
  let y = GAP + 20;
  parts.push(html`<text class="title" x="${GAP}" y="${y}">${title}</text>`);
  y += GAP;
  const flow = placeInRows(families, width);
  for (const { item, x, y: below } of flow.places) {
    parts.push(html`<g transform="translate(${x} ${y + below})">${draw(item)}</g>`);
  }
  y += flow.height;
  if (graph.layers) {
    const byName = new Map(graph.nodes.map((node) => [node.name, node]));
    for (const [at, layer] of graph.layers.entries()) {
      const nodes = layer.flatMap((name) => byName.get(name) ?? []);
      y = pushBand(parts, `Layer ${at + 1}: ${nodes.length === 1 ? "1 mod" : `${nodes.length} mods`}`, nodes, y, width);
    }
  } else if (graph.alone.length > 0) {
    const byName = new Map(graph.nodes.map((node) => [node.name, node]));
    const nodes = graph.alone.flatMap((name) => byName.get(name) ?? []);
    const heading = graph.families.length > 0 ? "On their own" : "";
    y = pushBand(parts, heading, nodes, y, width);
  }
  for (const note of graph.notes.flatMap((text) => wrapText(text, width - 2 * GAP))) {
    y += 18;
    parts.push(html`<text x="${GAP}" y="${y}">${note}</text>`);
  }
  y = pushLegend(parts, graph, y + GAP, width) + GAP;
  return `${
    html`<svg xmlns="http://www.w3.org/2000/svg" class="mods" width="${width}" height="${y}" viewBox="0 0 ${width} ${y}" role="img"><title>${title}</title><style>${ownMarkup(GRAPH_STYLE)}</style><rect class="paper" width="100%" height="100%"/>${parts}</svg>`
      .markup
  }\n`;
}

/** The page's width: about that of a screen, more if a family is wider, less if there is little to show. */
function pageWidth(graph: ModGraph, families: readonly Placed[]): number {
  const area = families.reduce((sum, { width, height }) => sum + (width + GAP) * (height + GAP), 0);
  const widest = Math.max(...families.map((placed) => placed.width), 0) + 2 * GAP;
  const boxes = graph.layers || graph.alone.length > 8 ? 1100 : 560;
  const notes = graph.notes.length > 0 ? 760 : 0;
  return Math.max(widest, Math.min(1500, Math.round(Math.sqrt(area * 1.9))), boxes, notes);
}

interface Sized {
  readonly width: number;
  readonly height: number;
}

/** Places items side by side, in rows as wide as the page. */
function placeInRows<T extends Sized>(items: readonly T[], width: number, gap = GAP): Rows<T> {
  const places: { item: T; x: number; y: number }[] = [];
  let [x, y, tallest] = [gap, 0, 0];
  for (const item of items) {
    if (x > gap && x + item.width + gap > width) [x, y, tallest] = [gap, y + tallest + gap, 0];
    places.push({ item, x, y });
    x += item.width + gap;
    tallest = Math.max(tallest, item.height);
  }
  return { places, height: items.length > 0 ? y + tallest + gap : 0 };
}

interface Rows<T> {
  readonly places: readonly { readonly item: T; readonly x: number; readonly y: number }[];
  readonly height: number;
}

/** Adds a heading and nodes without edges below it; returns the y coordinate below them. */
function pushBand(parts: Markup[], heading: string, nodes: readonly GraphNode[], top: number, width: number): number {
  let y = top;
  if (heading !== "") {
    y += 20;
    parts.push(html`<text class="part" x="${GAP}" y="${y}">${heading}</text>`);
    y += 10;
  }
  const boxes = nodes.map((node) => {
    const lines = nodeLines(node);
    return { node, width: Math.max(...lines.map(textWidth)) + 22, height: 12 + 18 * lines.length };
  });
  const flow = placeInRows(boxes, width, 10);
  for (const { item, x, y: below } of flow.places) parts.push(nodeMarkup({ ...item, x: x + GAP - 10, y: y + below }));
  return y + flow.height;
}

/** Wraps a text into lines of at most `width` pixels. */
function wrapText(text: string, width: number): string[] {
  const lines = [""];
  for (const word of text.split(" ")) {
    const last = lines.at(-1) as string;
    const longer = last === "" ? word : `${last} ${word}`;
    if (last !== "" && textWidth(longer) * 0.9 > width) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
}

function draw({ nodes, edges }: Placed): Markup[] {
  return [...edges.map(edgeMarkup), ...nodes.map(nodeMarkup)];
}

function nodeMarkup({ node, x, y, width, height }: PlacedNode): Markup {
  const [name = "", ...more] = nodeLines(node);
  return html`<g><title>${nodeTitle(node)}</title><rect class="${nodeClass(node)}" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="5"/><text x="${round(x + width / 2)}" y="${round(y + 20)}" text-anchor="middle">${name}</text>${more.map((line, row) => html`<text class="note" x="${round(x + width / 2)}" y="${round(y + 37 + 18 * row)}" text-anchor="middle">${line}</text>`)}</g>`;
}

function nodeClass({ kind, requested, mark }: GraphNode): string {
  const shown =
    kind === "absent" ? "away" : kind === "builtin" ? "game" : requested || kind === "manifest" ? "asked" : "";
  return ["box", shown, mark ?? ""].filter((word) => word !== "").join(" ");
}

/** The title of a node, as a tooltip and for screen readers. */
function nodeTitle({ name, kind, version, requested }: GraphNode): string {
  if (kind === "manifest") return name;
  const words =
    kind === "builtin" ? "a mod of the game" : kind === "absent" ? "not locked" : kind === "path" ? "your own" : "";
  return [`${name} ${version ?? ""}`.trim(), words, requested ? "in mods.yaml" : ""]
    .filter((word) => word !== "")
    .join(", ");
}

function edgeMarkup({ edge, points, label }: PlacedEdge): Markup {
  const style = edgeClass(edge);
  const text = label && edge.label !== undefined && labelMarkup(edge.label, label, style);
  return html`<g><title>${edgeWords(edge)}</title><path class="edge ${style}" d="${curve(points)}"/><path class="tip ${style}" d="${tip(points)}"/>${text}</g>`;
}

/** A label with a background, so that the edge does not cross its text. */
function labelMarkup(words: string, { x, y }: Point, style: string): Markup {
  const width = textWidth(words) * 0.95 + 4;
  return html`<rect class="paper" x="${round(x - width / 2)}" y="${round(y - 8)}" width="${round(width)}" height="16"/><text class="${style.includes("limit") ? "limit" : "note"}" x="${round(x)}" y="${round(y + 4)}" text-anchor="middle">${words}</text>`;
}

function edgeClass({ kind, limits }: GraphEdge): string {
  if (kind === "incompatible") return "bad";
  const soft = isSoft(kind) ? "soft" : "";
  return limits || kind === "holds" ? `${soft} limit`.trim() : soft;
}

/** An edge as a sentence without a full stop. */
export function edgeWords({ from, to, kind, constraint }: GraphEdge): string {
  const asked = constraint === undefined ? "" : ` ${constraint}`;
  switch (kind) {
    case "manifest":
      return `${from} asks for ${to}${asked}`;
    case "required":
    case "unordered":
      return `${from} needs ${to}${asked}`;
    case "optional":
    case "hidden":
      return `${from} can use ${to}${asked}`;
    case "recommended":
      return `${from} recommends ${to}${asked}`;
    case "incompatible":
      return `${from} does not work with ${to}`;
    case "holds":
      return `${from} keeps a newer ${to} out${constraint === undefined ? "" : `: ${constraint}`}`;
    case "before":
      return `${from} waits for ${to} to load`;
  }
}

/** A path through the points, with rounded corners. */
function curve(points: readonly Point[]): string {
  const [first, ...rest] = points as readonly [Point, ...Point[]];
  let path = `M${round(first.x)} ${round(first.y)}`;
  rest.forEach((point, index) => {
    const next = rest[index + 1];
    if (next)
      path += `Q${round(point.x)} ${round(point.y)} ${round((point.x + next.x) / 2)} ${round((point.y + next.y) / 2)}`;
    else path += `L${round(point.x)} ${round(point.y)}`;
  });
  return path;
}

/** The arrowhead at the last point. */
function tip(points: readonly Point[]): string {
  const end = points.at(-1) as Point;
  const before = points.at(-2) ?? end;
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [x, y] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const corner = (side: number): string =>
    `${round(end.x - 7 * x + side * 3.5 * y)} ${round(end.y - 7 * y - side * 3.5 * x)}`;
  return `M${round(end.x)} ${round(end.y)}L${corner(1)}L${corner(-1)}Z`;
}

/** A coordinate, rounded to a tenth of a pixel. */
function round(pixels: number): string {
  return String(Math.round(pixels * 10) / 10);
}

/** Adds a legend of the colours and lines that occur; returns the y coordinate below it. */
function pushLegend(parts: Markup[], graph: ModGraph, top: number, width: number): number {
  const hasNode = (test: (node: GraphNode) => boolean): boolean => graph.nodes.some(test);
  const boxes: [string, string][] = [];
  if (hasNode(({ requested, kind, mark }) => requested && kind !== "builtin" && (!mark || mark === "focus")))
    boxes.push(["box asked", "in mods.yaml"]);
  if (hasNode(({ requested, kind, mark }) => !requested && !mark && (kind === "release" || kind === "path")))
    boxes.push(["box", "brought by others"]);
  if (hasNode(({ kind }) => kind === "builtin")) boxes.push(["box game", "a mod of the game"]);
  if (hasNode(({ mark }) => mark === "held")) boxes.push(["box held", "kept below its newest release"]);
  if (hasNode(({ mark }) => mark === "conflict")) boxes.push(["box conflict", "what is asked of it cannot all be met"]);
  const arrows: [string, string][] = [];
  const hasEdge = (test: (edge: GraphEdge) => boolean): boolean => graph.edges.some(test);
  if (hasEdge(({ kind }) => kind === "manifest")) arrows.push(["", "asks for"]);
  if (hasEdge(({ kind }) => kind === "before")) arrows.push(["", "waits for the other to load"]);
  if (hasEdge(({ kind, limits }) => (kind === "required" || kind === "unordered") && !limits))
    arrows.push(["", "needs"]);
  if (hasEdge(({ kind, limits }) => limits && kind !== "holds" && kind !== "manifest"))
    arrows.push(["limit", "needs, and keeps newer releases out"]);
  if (hasEdge(({ kind }) => kind === "holds")) arrows.push(["limit", "keeps a newer release out"]);
  if (hasEdge((edge) => edgeClass(edge).includes("soft"))) arrows.push(["soft", "can use"]);
  if (hasEdge(({ kind }) => kind === "incompatible")) arrows.push(["bad", "does not work with"]);
  const items = [
    ...boxes.map(([style, words]) => ({ style, words, isBox: true })),
    ...arrows.map(([style, words]) => ({ style, words, isBox: false })),
  ].map((item) => ({ ...item, width: textWidth(item.words) * 0.9 + 40, height: 16 }));
  const flow = placeInRows(items, width);
  for (const { item, x, y } of flow.places) {
    const [left, middle] = [x, top + y + 8];
    const sign = item.isBox
      ? html`<rect class="${item.style}" x="${left}" y="${middle - 7}" width="22" height="14" rx="3"/>`
      : html`<path class="edge ${item.style}" d="M${left} ${middle}h18"/><path class="tip ${item.style}" d="M${left + 24} ${middle}l-7 -3.5v7Z"/>`;
    parts.push(html`${sign}<text class="faint" x="${left + 30}" y="${middle + 4}">${item.words}</text>`);
  }
  return top + flow.height;
}
