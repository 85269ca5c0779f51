import type { Dependency, DependencyKind } from "../dependency/dependency.ts";
import type { Requirement } from "../manifest/manifest.ts";

/** Why one mod stands below another in a tree or chain. */
export interface Edge {
  /** `manifest` is the manifest's own wish. */
  readonly kind: DependencyKind | "manifest";
  /** What is asked of the version: `>= 1.2.0`, `^1.0`, `path ../my-mod`; undefined where any will do. */
  readonly constraint: string | undefined;
}

/** The edge of a dependency. */
export function dependencyEdge({ kind, constraint }: Dependency): Edge {
  return { kind, constraint: constraint && `${constraint.operator} ${constraint.version.text}` };
}

/** The edge of a requirement; undefined where it keeps the mod out. */
export function requirementEdge(requirement: Requirement): Edge | undefined {
  if (requirement.kind === "refused") return undefined;
  if (requirement.kind === "path") return { kind: "manifest", constraint: `path ${requirement.path}` };
  return { kind: "manifest", constraint: requirement.range.text === "*" ? undefined : requirement.range.text };
}
