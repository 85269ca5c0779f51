import type { DependencyKind } from "../dependency/dependency.ts";

/** The kinds of mods in a picture. `manifest` stands for `mods.yaml` itself; `absent` is not in the lockfile. */
export const NODE_KINDS = ["manifest", "builtin", "release", "path", "absent"] as const;

/**
 * Why a mod is marked. `focus`: the picture was asked for it; `held`: others keep a newer release of it out; `conflict`:
 * what is asked of it cannot be met.
 */
export const NODE_MARKS = ["focus", "held", "conflict"] as const;

/**
 * The kinds of arrows, beside those of dependencies. `manifest`: the manifest asks for the mod; `holds`: it keeps a newer
 * release of the other out; `before`: it must load first.
 */
export const ARROW_KINDS = ["manifest", "holds", "before"] as const;

/** A mod in a picture. */
export interface GraphNode {
  readonly name: string;
  readonly kind: (typeof NODE_KINDS)[number];
  /** Undefined for the manifest and an absent mod. */
  readonly version: string | undefined;
  /** Whether the manifest asks for it. */
  readonly requested: boolean;
  readonly mark?: (typeof NODE_MARKS)[number];
  /** A second line below its name. */
  readonly note?: string;
}

/** An arrow from a mod to one that it speaks of. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: DependencyKind | (typeof ARROW_KINDS)[number];
  /** The version that is asked for: `>= 1.2.0`; undefined where any will do. */
  readonly constraint: string | undefined;
  /** Whether newer releases may be outside the constraint: `< 2.0`, `= 1.1`. */
  readonly limits: boolean;
  /** The words at the arrow; undefined where it has none. */
  readonly label: string | undefined;
}

/**
 * Mods and how they hang together, for a picture: what `graph` prints in each of its formats. A family is what is joined by
 * edges.
 */
export interface ModGraph {
  /** In name order. */
  readonly nodes: readonly GraphNode[];
  /** By `from`, then `to`. */
  readonly edges: readonly GraphEdge[];
  /** The names in each family of two or more, the largest family first. */
  readonly families: readonly (readonly string[])[];
  /** The mods without an edge, in name order. */
  readonly alone: readonly string[];
  /** In the order of loading: mods that wait for none but those of earlier layers. Absent where the picture is not of it. */
  readonly layers?: readonly (readonly string[])[];
  /** Sentences that belong to the picture. */
  readonly notes: readonly string[];
}

/** A graph of nodes and edges in any order: sorted, and parted into families. An edge to a mod that is no node is left out. */
export function makeGraph(
  nodes: Iterable<GraphNode>,
  edges: Iterable<GraphEdge>,
  notes: readonly string[] = [],
): ModGraph {
  const sorted = [...nodes].sort((a, b) => order(a.name, b.name));
  const known = new Set(sorted.map(({ name }) => name));
  const kept = [...edges]
    .filter(({ from, to }) => from !== to && known.has(from) && known.has(to))
    .sort((a, b) => order(a.from, b.from) || order(a.to, b.to));
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

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Names that edges join, in any direction: each family in name order, the families by their first names. */
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
    return [[...family].sort(order)];
  });
}
