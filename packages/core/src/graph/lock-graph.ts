import { type DependencyKind, isDemand } from "../dependency/dependency.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { type PresentMod, presentMods } from "../lockfile/present-mods.ts";
import { byName, dependencyEdge } from "./edge.ts";
import { type GraphEdge, type GraphNode, type ModGraph, makeGraph } from "./mod-graph.ts";

/** Options of `lockGraph`. */
export interface LockGraphOptions {
  /** Also optional and recommended dependencies between present mods. Default false. */
  readonly optional?: boolean;
  /** Only these mods, with their dependencies and dependents. Default: all mods. */
  readonly around?: readonly string[];
  /** The largest distance from `around`, in steps. Default: unlimited. */
  readonly depth?: number;
}

/**
 * The locked mods and their dependencies. `base`, on which nearly all mods depend, is left out unless it is in
 * `around`. So are builtin mods that neither a shown mod nor the manifest needs.
 */
export function lockGraph(lockfile: Lockfile, options: LockGraphOptions = {}): ModGraph {
  const { optional = false, around = [], depth = Number.POSITIVE_INFINITY } = options;
  const present = presentMods(lockfile);
  const shown = (name: string): boolean => name !== "base" || around.includes("base");
  const edges = [...present.values()].flatMap((mod) => edgesOf(mod, optional)).filter(({ to }) => shown(to));
  const near = around.length > 0 ? neighbourhood(around, edges, depth) : undefined;
  const touched = new Set(edges.flatMap(({ from, to }) => [from, to]));
  const nodes = [...present.values()].flatMap((mod): GraphNode[] => {
    const requested = isRequested(lockfile, mod.name);
    if (!shown(mod.name) || (near && !near.has(mod.name))) return [];
    if (mod.kind === "builtin" && !requested && !touched.has(mod.name)) return [];
    return [nodeOf(mod, requested, around.includes(mod.name))];
  });
  return makeGraph(nodes, edges);
}

/** A present mod as a node. */
export function nodeOf({ name, kind, version }: PresentMod, requested: boolean, focus = false): GraphNode {
  return { name, kind, version, requested, ...(focus ? { mark: "focus" } : {}) };
}

/** Whether the manifest, as recorded in the lockfile, asks for a mod. */
export function isRequested({ requirements }: Lockfile, name: string): boolean {
  const requirement = requirements.get(name);
  return requirement !== undefined && requirement.kind !== "refused";
}

/** One edge to each mod that a mod requires or, with `optional`, can use or recommends. */
function edgesOf(mod: PresentMod, optional: boolean): GraphEdge[] {
  const counts = (kind: DependencyKind): boolean => isDemand(kind) || (optional && kind !== "incompatible");
  const grouped = byName(mod.dependencies.filter(({ kind }) => counts(kind)));
  return [...grouped].map(([to, entries]) => {
    const { kind, constraint } = dependencyEdge(entries);
    const limits = entries.some((entry) => /^(?:<|=)/.test(entry.constraint?.operator ?? ""));
    // Only upper limits are labelled: a lower bound rarely holds anything back, and a label on every edge would hide
    // them.
    return { from: mod.name, to, kind, constraint, limits, label: limits ? constraint : undefined };
  });
}

/** The mods that can be reached from those in `around` by going only down or only up. */
function neighbourhood(around: readonly string[], edges: readonly GraphEdge[], depth: number): Set<string> {
  const reach = (next: (edge: GraphEdge) => readonly [string, string]): string[] => {
    const steps = new Map<string, string[]>();
    for (const edge of edges) {
      const [at, other] = next(edge);
      steps.set(at, [...(steps.get(at) ?? []), other]);
    }
    const distance = new Map(around.map((name) => [name, 0]));
    for (const [name, far] of distance) {
      if (far >= depth) continue;
      for (const other of steps.get(name) ?? []) if (!distance.has(other)) distance.set(other, far + 1);
    }
    return [...distance.keys()];
  };
  return new Set([...reach(({ from, to }) => [from, to]), ...reach(({ from, to }) => [to, from])]);
}
