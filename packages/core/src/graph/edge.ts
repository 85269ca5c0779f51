import { type Dependency, type DependencyKind, isDemand } from "../dependency/dependency.ts";
import type { Requirement } from "../manifest/manifest.ts";

/** Why one mod is below another in a tree or chain. */
export interface Edge {
  /** `manifest`: the manifest itself requires the mod. */
  readonly kind: DependencyKind | "manifest";
  /** The constraint on the version: `>= 1.2.0`, `^1.0`, `path ../my-mod`; undefined if any version will do. */
  readonly constraint: string | undefined;
}

/** Whether a mod works without the other end of an edge of this kind. */
export function isSoft(kind: string): boolean {
  return kind === "optional" || kind === "hidden" || kind === "recommended";
}

/** Groups a release's entries by the other mod, in the order of each mod's first entry. */
export function byName(dependencies: readonly Dependency[]): Map<string, Dependency[]> {
  const entries = new Map<string, Dependency[]>();
  for (const dependency of dependencies) {
    const same = entries.get(dependency.name);
    if (same) same.push(dependency);
    else entries.set(dependency.name, [dependency]);
  }
  return entries;
}

/**
 * Merges all entries of one release about the same mod into one edge of the strongest kind: `>= 1.0.0 and <
 * 2.0.0`.
 */
export function dependencyEdge(entries: readonly Dependency[]): Edge {
  const { kind } = entries.find((entry) => isDemand(entry.kind)) ?? (entries[0] as Dependency);
  const constraints = new Set(
    entries.flatMap(({ constraint }) => (constraint ? [`${constraint.operator} ${constraint.version.text}`] : [])),
  );
  return { kind, constraint: constraints.size > 0 ? [...constraints].join(" and ") : undefined };
}

/** The edge of a requirement; undefined if the requirement keeps the mod out. */
export function requirementEdge(requirement: Requirement): Edge | undefined {
  if (requirement.kind === "refused") return undefined;
  if (requirement.kind === "path") return { kind: "manifest", constraint: `path ${requirement.path}` };
  return { kind: "manifest", constraint: requirement.range.text === "*" ? undefined : requirement.range.text };
}
