import { dependencyTree, type TreeNode } from "@factorio-lock/core";
import { demandLocked } from "../../modpack/demand-locked.ts";
import type { Context } from "../../project/context.ts";
import { demandLock } from "../../project/lock.ts";
import { lockedPlace } from "../../project/place.ts";
import type { TreeResult } from "./result.ts";

/** Options of `tree`. */
export interface TreeCommandOptions {
  /** Start from these mods instead of the manifest's. */
  readonly mods?: readonly string[] | undefined;
  /** Also optional and recommended mods that are absent. */
  readonly optional?: boolean | undefined;
  /** The maximum number of levels below the first. */
  readonly depth?: number | undefined;
}

/**
 * The dependency tree of the locked mods.
 *
 * @throws FactorioLockError LOCKFILE_MISSING, LOCKFILE_INVALID; MOD_NOT_FOUND for a mod that is not locked.
 */
export async function tree(context: Context, options: TreeCommandOptions = {}): Promise<TreeResult> {
  const { mods = [], optional = false, depth = Number.POSITIVE_INFINITY } = options;
  const place = await lockedPlace(context);
  const { lockfile } = await demandLock(place);
  const whole = dependencyTree(lockfile, { optional });
  for (const name of mods) await demandLocked(place, lockfile, name);
  const roots = mods.length > 0 ? mods.flatMap((name) => find(whole, name) ?? []) : whole;
  return { factorio: lockfile.factorio.text, tree: roots.map((root) => limitDepth(root, depth)) };
}

/** The node of a mod that has its children, not one that only repeats it. */
function find(nodes: readonly TreeNode[], name: string): TreeNode | undefined {
  const waiting = [...nodes].reverse();
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (node.name === name && !node.repeated) return node;
    waiting.push(...node.children.toReversed());
  }
  return undefined;
}

function limitDepth(node: TreeNode, depth: number): TreeNode {
  return { ...node, children: depth <= 0 ? [] : node.children.map((child) => limitDepth(child, depth - 1)) };
}
