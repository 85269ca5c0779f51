import { isDemand } from "../dependency/dependency.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { type PresentMod, presentMods } from "../lockfile/present-mods.ts";
import { compareNames } from "../mod/mod-name.ts";
import { byName, dependencyEdge, type Edge, requirementEdge } from "./edge.ts";

/** A mod in the tree. */
export interface TreeNode {
  readonly name: string;
  /** `absent` is not in the lockfile. */
  readonly kind: PresentMod["kind"] | "absent";
  /** Undefined for an absent mod. */
  readonly version: string | undefined;
  /** Why it stands where it stands. */
  readonly edge: Edge;
  /** Whether it has been shown above with what is below it, which is not shown again. */
  readonly repeated: boolean;
  readonly children: readonly TreeNode[];
}

/** Options of `dependencyTree`. */
export interface TreeOptions {
  /** Also optional (`?`, `(?)`) and recommended (`+`) dependencies, present or absent. Default false. */
  readonly optional?: boolean;
}

/**
 * The tree of requested mods, as recorded in the lockfile, and their dependencies, in name order. The mod
 * `base`, on which nearly all mods depend, is included only if the manifest requests it.
 */
export function dependencyTree(lockfile: Lockfile, options: TreeOptions = {}): TreeNode[] {
  const present = presentMods(lockfile);
  const expanded = new Set<string>();
  const roots: GrowingNode[] = [];
  for (const [name, requirement] of lockfile.requirements) {
    const edge = requirementEdge(requirement);
    if (edge) roots.push(nodeOf(name, edge, present));
  }
  // In the order of reading, so that what is repeated stands below what it repeats; without recursion, for long chains.
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

type GrowingNode = { -readonly [Key in keyof TreeNode]: TreeNode[Key] } & { children: GrowingNode[] };

function childrenOf(
  mod: PresentMod | undefined,
  present: ReadonlyMap<string, PresentMod>,
  optional: boolean,
): GrowingNode[] {
  const shown = (mod?.dependencies ?? []).filter(({ kind, name }) => {
    if (name === "base" || name === mod?.name || kind === "incompatible") return false;
    return isDemand(kind) || (kind === "recommended" && present.has(name)) || optional;
  });
  return [...byName(shown)]
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name, entries]) => nodeOf(name, dependencyEdge(entries), present));
}

function nodeOf(name: string, edge: Edge, present: ReadonlyMap<string, PresentMod>): GrowingNode {
  const mod = present.get(name);
  return { name, kind: mod?.kind ?? "absent", version: mod?.version, edge, repeated: false, children: [] };
}
