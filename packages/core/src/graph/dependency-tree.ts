import { isDemand } from "../dependency/dependency.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { type PresentMod, presentMods } from "../lockfile/present-mods.ts";
import { compareNames } from "../mod/mod-name.ts";
import { byName, dependencyEdge, type Edge, requirementEdge } from "./edge.ts";

/** A mod in the tree. */
export interface TreeNode {
  readonly name: string;
  /** `absent`: not in the lockfile. */
  readonly kind: PresentMod["kind"] | "absent";
  /** Undefined for an absent mod. */
  readonly version: string | undefined;
  /** Why it is below its parent. */
  readonly edge: Edge;
  /** Whether it appears above with its children, which are then not repeated here. */
  readonly repeated: boolean;
  readonly children: readonly TreeNode[];
}

/** Options of `dependencyTree`. */
export interface TreeOptions {
  /** Also optional (`?`, `(?)`) and recommended (`+`) dependencies, present or absent. Default false. */
  readonly optional?: boolean;
}

/**
 * The tree of requested mods, as recorded in the lockfile, and their dependencies, in name order. `base`, on which
 * nearly all mods depend, is included only if the manifest requests it.
 */
export function dependencyTree(lockfile: Lockfile, options: TreeOptions = {}): TreeNode[] {
  const present = presentMods(lockfile);
  const expanded = new Set<string>();
  const roots: MutableNode[] = [];
  for (const [name, requirement] of lockfile.requirements) {
    const edge = requirementEdge(requirement);
    if (edge) roots.push(nodeOf(name, edge, present));
  }
  // Depth-first in reading order, so that a repeated mod comes after its first occurrence; iterative, since chains can
  // be long.
  const next = roots.toReversed();
  for (let node = next.pop(); node; node = next.pop()) {
    const children = childrenOf(present.get(node.name), present, options.optional ?? false);
    if (children.length === 0) continue;
    node.repeated = expanded.has(node.name);
    if (node.repeated) continue;
    expanded.add(node.name);
    node.children.push(...children);
    next.push(...children.toReversed());
  }
  return roots;
}

type MutableNode = { -readonly [Key in keyof TreeNode]: TreeNode[Key] } & { children: MutableNode[] };

function childrenOf(
  mod: PresentMod | undefined,
  present: ReadonlyMap<string, PresentMod>,
  optional: boolean,
): MutableNode[] {
  const shown = (mod?.dependencies ?? []).filter(({ kind, name }) => {
    if (name === "base" || name === mod?.name || kind === "incompatible") return false;
    return isDemand(kind) || (kind === "recommended" && present.has(name)) || optional;
  });
  return [...byName(shown)]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name, entries]) => nodeOf(name, dependencyEdge(entries), present));
}

function nodeOf(name: string, edge: Edge, present: ReadonlyMap<string, PresentMod>): MutableNode {
  const mod = present.get(name);
  return { name, kind: mod?.kind ?? "absent", version: mod?.version, edge, repeated: false, children: [] };
}
