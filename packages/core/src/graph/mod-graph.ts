import type { DependencyKind } from "../dependency/dependency.ts";

/** The kinds of nodes. `manifest` is `mods.yaml` itself; `absent` is a mod that is not in the lockfile. */
export const NODE_KINDS = ["manifest", "builtin", "release", "path", "absent"] as const;

/**
 * Why a node is marked. `focus`: the user asked about this mod; `held`: others keep a newer release of it out;
 * `conflict`: the demands on it cannot all be met.
 */
export const NODE_MARKS = ["focus", "held", "conflict"] as const;

/**
 * The kinds of edges besides dependencies. `manifest`: the manifest asks for the mod; `holds`: keeps a newer release of
 * the target out; `before`: waits for the target to load.
 */
export const ARROW_KINDS = ["manifest", "holds", "before"] as const;

/** A node: a mod, or the manifest. */
export interface GraphNode {
  readonly name: string;
  readonly kind: (typeof NODE_KINDS)[number];
  /** Undefined for the manifest and for absent mods. */
  readonly version: string | undefined;
  /** Whether the manifest asks for it. */
  readonly requested: boolean;
  readonly mark?: (typeof NODE_MARKS)[number];
  /** A second line, shown below its name. */
  readonly note?: string;
}

/** An edge from a mod to another that it names. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: DependencyKind | (typeof ARROW_KINDS)[number];
  /** The version that is asked for: `>= 1.2.0`; undefined if any version will do. */
  readonly constraint: string | undefined;
  /** Whether the constraint excludes newer releases: `< 2.0`, `= 1.1`. */
  readonly limits: boolean;
  /** The words shown at the edge; undefined if there are none. */
  readonly label: string | undefined;
}

/** Mods and their relations, as `graph` shows them in each of its formats. A family is a connected component. */
export interface ModGraph {
  /** In name order. */
  readonly nodes: readonly GraphNode[];
  /** By `from`, then `to`. */
  readonly edges: readonly GraphEdge[];
  /** The names of each family of two or more mods, largest family first. */
  readonly families: readonly (readonly string[])[];
  /** The mods without an edge, in name order. */
  readonly alone: readonly string[];
  /** The layers of the load order: the mods of a layer wait only for mods of earlier layers. Absent in other graphs. */
  readonly layers?: readonly (readonly string[])[];
  /** Sentences to show with the graph. */
  readonly notes: readonly string[];
}

/**
 * Builds a graph from nodes and edges in any order: sorts them and finds the families. Edges to mods without a node are
 * dropped.
 */
export function makeGraph(
  nodes: Iterable<GraphNode>,
  edges: Iterable<GraphEdge>,
  notes: readonly string[] = [],
): ModGraph {
  const sorted = [...nodes].sort((a, b) => compareTexts(a.name, b.name));
  const known = new Set(sorted.map(({ name }) => name));
  const kept = [...edges]
    .filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
    .sort((a, b) => compareTexts(a.from, b.from) || compareTexts(a.to, b.to));
  const joined = familiesOf(
    sorted.map(({ name }) => name),
    kept,
  );
  return {
    nodes: sorted,
    edges: kept,
    families: joined.filter((family) => family.length > 1).sort((a, b) => b.length - a.length),
    alone: joined.flatMap((family) => (family.length > 1 ? [] : family)),
    notes,
  };
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The connected components: each family in name order, the families in the order of their first names. */
function familiesOf(names: readonly string[], edges: readonly GraphEdge[]): string[][] {
  const neighbours = new Map(names.map((name) => [name, [] as string[]]));
  for (const { from, to } of edges) {
    neighbours.get(from)?.push(to);
    neighbours.get(to)?.push(from);
  }
  const seen = new Set<string>();
  return names.flatMap((name) => {
    if (seen.has(name)) return [];
    const family = new Set([name]);
    for (const member of family) for (const other of neighbours.get(member) ?? []) family.add(other);
    for (const member of family) seen.add(member);
    return [[...family].sort(compareTexts)];
  });
}
