import { describe, expect, test } from "vitest";
import { lockfile, version } from "../../testing/documents.ts";
import { graphDot } from "./graph-dot.ts";
import { graphSection } from "./graph-html.ts";
import { graphMermaid } from "./graph-mermaid.ts";
import { graphSvg } from "./graph-svg.ts";
import { heldGraph } from "./held-graph.ts";
import { loadOrderGraph } from "./load-layers.ts";
import { lockGraph } from "./lock-graph.ts";
import { type ModGraph, makeGraph } from "./mod-graph.ts";
import { whyNotGraph } from "./why-not-graph.ts";

const LOCK = lockfile({
  asks: '  rails: "^1.0"\n  lamps: "*"\n  quality: "*"\n  bell: "*"\n',
  expansion: true,
  builtin: ["base", "quality"],
  mods: {
    rails: ["1.2.0", "base >= 2.0", "lib >= 0.3", "lib < 0.5", "? lamps", "! away"],
    lamps: ["2.0.0", "other-lib", "quality"],
    lib: ["0.3.1", "deep-lib"],
    "deep-lib": ["1.0.0"],
    "other-lib": ["1.0.0"],
    bell: ["1.0.0", "base"],
  },
});

/** The arrows of a graph: `a -> b < 2`. */
function arrows({ edges }: ModGraph): string[] {
  return edges.map(({ from, to, label }) => `${from} -> ${to}${label === undefined ? "" : ` ${label}`}`);
}

describe("lockGraph", () => {
  test("shows families by required dependencies, and mods that stand alone", () => {
    const graph = lockGraph(LOCK);
    expect(graph.families).toEqual([
      ["deep-lib", "lib", "rails"],
      ["lamps", "other-lib", "quality"],
    ]);
    expect(graph.alone).toEqual(["bell"]);
    expect(arrows(graph)).toEqual([
      "lamps -> other-lib",
      "lamps -> quality",
      "lib -> deep-lib",
      "rails -> lib >= 0.3 and < 0.5",
    ]);
    expect(graph.nodes.filter(({ requested }) => requested).map(({ name }) => name)).toEqual([
      "bell",
      "lamps",
      "quality",
      "rails",
    ]);
  });

  test("optional dependencies join families only when they are asked for", () => {
    expect(lockGraph(LOCK, { optional: true }).families).toHaveLength(1);
  });

  test("around a mod: what it needs and who needs it, so many steps away", () => {
    expect(lockGraph(LOCK, { around: ["lib"] }).nodes.map(({ name }) => name)).toEqual(["deep-lib", "lib", "rails"]);
    const near = lockGraph(LOCK, { around: ["rails"], depth: 1 });
    expect(near.nodes.map(({ name, mark }) => [name, mark])).toEqual([
      ["lib", undefined],
      ["rails", "focus"],
    ]);
    expect(lockGraph(LOCK, { around: ["base"] }).nodes.map(({ name }) => name)).toContain("rails");
  });
});

test("loadOrderGraph has the layers of the load order", () => {
  expect(loadOrderGraph(LOCK).layers?.slice(0, 2)).toEqual([
    ["base", "deep-lib", "other-lib"],
    ["bell", "lib", "quality"],
  ]);
});

describe("heldGraph", () => {
  const release = (text: string, dependencies: readonly string[] = []) => ({
    version: version(text),
    factorioVersion: "2.0",
    dependencies,
    fileName: `x_${text}.zip`,
    sha1: "a".repeat(40) as never,
    download: "/download/x/1",
    releasedAt: "2026-01-01T00:00:00Z",
  });

  test("names who keeps a newer release out: a mod, the manifest, one that is too old", () => {
    const known = new Map([
      ["lib", { name: "lib", releases: [release("0.3.1"), release("0.6.0")] }],
      ["rails", { name: "rails", releases: [release("2.0.0")] }],
      ["lamps", { name: "lamps", releases: [release("2.1.0", ["other-lib >= 3.0"])] }],
      ["bell", { name: "bell", releases: [release("1.1.0")] }],
    ]);
    const graph = heldGraph(LOCK, LOCK.requirements, (name) => known.get(name));
    expect(arrows(graph)).toEqual([
      "mods.yaml -> rails ^1.0",
      "other-lib -> lamps it wants >= 3.0",
      "rails -> lib < 0.5",
    ]);
    expect(graph.nodes.find(({ name }) => name === "lib")).toMatchObject({ mark: "held", note: "there is 0.6.0" });
    expect(graph.notes).toEqual(["1 mod more has a newer release that nothing stands directly in the way of."]);
  });
});

test("whyNotGraph goes from the manifest down to the mod of which too much is asked", () => {
  const link = (from: string | undefined, to: string, constraint: string) => ({
    kind: from === undefined ? ("manifest" as const) : ("dependency" as const),
    text: "",
    terms: [],
    links: [{ from, to, kind: from === undefined ? ("manifest" as const) : ("required" as const), constraint }],
  });
  const facts = [link(undefined, "rails", "^1"), link("rails", "lib", "< 0.5"), link(undefined, "lib", ">= 0.6")];
  const graph = whyNotGraph({ facts: [...facts, ...facts], lines: ["So it is."] }, "lib");
  expect(arrows(graph)).toEqual(["mods.yaml -> lib >= 0.6", "mods.yaml -> rails ^1", "rails -> lib < 0.5"]);
  expect(graph.nodes.filter(({ mark }) => mark === "conflict").map(({ name }) => name)).toEqual(["lib"]);
  expect(graph.notes).toEqual(["So it is."]);
});

describe("no text of a mod is read as anything else", () => {
  const EVIL = `"]; x -> y; <script>alert(1)</script> & 'q' \\ %% \u202e\n#quot;`;
  const node = (name: string) => ({ name, kind: "release" as const, version: EVIL, requested: false, note: EVIL });
  const edge = { from: EVIL, to: "b", kind: "required" as const, constraint: EVIL, limits: true, label: EVIL };
  const graph = makeGraph([node(EVIL), node("b"), node("c")], [edge], [EVIL]);

  test("in SVG and HTML all tags are our own", async () => {
    for (const text of [await graphSvg(graph, EVIL), (await graphSection(graph)).markup]) {
      const tags = new Set([...text.matchAll(/<\/?([a-z]+\d?)/g)].map(([, tag]) => tag));
      for (const tag of tags) {
        expect("svg title style rect g text path h3 ul li div p".split(" "), tag).toContain(tag);
      }
      expect(text).toContain("&lt;script&gt;");
      expect(text).not.toMatch(/[\u202e]|"\];|& /);
    }
  });

  test("in Mermaid nothing ends a text in quotes", () => {
    const text = graphMermaid(graph, EVIL);
    for (const row of text.split("\n")) {
      const bare = row.replace(/"[^"]*"/g, '""');
      expect(bare, row).toMatch(
        /^(?:flowchart LR| {2}n\d\[""\](?::::\w+)?| {2}n\d -->\|""\| n\d| {2}(?:accTitle:|%%|classDef) [^";{}%]*|)$/,
      );
      for (const [, quoted] of row.matchAll(/"([^"]*)"/g)) expect(quoted).toMatch(/^(?:[\p{L}\p{N} ._/-]|#\d+;)*$/u);
    }
  });

  test("in DOT nothing ends a text in quotes", () => {
    for (const row of graphDot(graph, EVIL).split("\n")) {
      expect(row.replace(/"(?:[^"\\]|\\.)*"/g, '""'), row).toMatch(
        /^(?:digraph "" \{| {2}rankdir=LR;| {2}node \[shape=box, style="", fillcolor=white\];| {2}"" \[label=""\];| {2}"" -> "" \[label="", color=orange4\];| {2}label=""; labelloc=b;|\}|)$/,
      );
    }
  });
});

test("a chain of many mods and a mod with many names are drawn", async () => {
  const mods = Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`m${at}`, ["1.0.0", `m${at + 1}`]]));
  const svg = await graphSvg(lockGraph(lockfile({ asks: '  m0: "*"\n', mods })), "chain");
  expect(svg.match(/<rect class="box/g)?.length).toBeGreaterThanOrEqual(150);
});
