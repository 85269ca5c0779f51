import type { Explanation, Fact } from "../solver/explain/explanation.ts";
import { MANIFEST_NODE } from "./held-graph.ts";
import { type GraphEdge, type GraphNode, type ModGraph, makeGraph } from "./mod-graph.ts";

/**
 * Why a request has no answer, as a graph: who asks for what, from the manifest down. Mods whose demands cannot be met
 * are marked; the sentences of the explanation are its notes.
 *
 * @param focus the mod that the user asked about.
 */
export function whyNotGraph({ facts, lines }: Explanation, focus?: string): ModGraph {
  const edges = unique(facts.flatMap(edgesOf));
  const targets = new Set(edges.map(({ to }) => to));
  const sources = new Set(edges.map(({ from }) => from));
  const unusable = new Map(
    facts.flatMap((fact) => (fact.kind === "unusable" ? [[nameOf(fact), fact.text] as const] : [])),
  );
  const names = new Set([...edges.flatMap(({ from, to }) => [from, to]), ...unusable.keys()]);
  const isEnd = (name: string): boolean => targets.has(name) && !sources.has(name);
  const cycle = facts.find(({ kind }) => kind === "cycle");
  const onCycle = new Set(cycle?.links?.map(({ from }) => from));
  const nodes = [...names].map((name): GraphNode => {
    const kind = name === MANIFEST_NODE ? "manifest" : "release";
    const requested = edges.some(({ to, kind: edgeKind }) => to === name && edgeKind === "manifest");
    const node = { name, kind, version: undefined, requested } as const;
    const isConflict = isEnd(name) || unusable.has(name) || onCycle.has(name);
    return isConflict ? { ...node, mark: "conflict" } : name === focus ? { ...node, mark: "focus" } : node;
  });
  return makeGraph(nodes, edges, lines);
}

/** Removes duplicates: several facts may have the same edge. */
function unique(edges: readonly GraphEdge[]): GraphEdge[] {
  return [...new Map(edges.map((edge) => [`${edge.from}\n${edge.to}\n${edge.label}`, edge])).values()];
}

function nameOf({ terms }: Fact): string {
  return terms[0]?.mod ?? "";
}

function edgesOf({ kind, links = [] }: Fact): GraphEdge[] {
  if (kind === "always") return [];
  return links.map(({ from = MANIFEST_NODE, to, kind: edgeKind, constraint }) => {
    const label = edgeKind === "incompatible" ? "not together" : constraint;
    return { from, to, kind: edgeKind, constraint, limits: /^[<=]/.test(constraint ?? ""), label };
  });
}
