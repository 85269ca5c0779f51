import { loadLayers } from "../load-order/load-order.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { presentMods } from "../lockfile/present-mods.ts";
import { isRequested, nodeOf } from "./lock-graph.ts";
import { type ModGraph, makeGraph } from "./mod-graph.ts";

/**
 * The order in which the game loads the locked mods, in layers; each layer is in load order. Source: docs/factorio.md,
 * 4.4.
 */
export function loadOrderGraph(lockfile: Lockfile): ModGraph {
  const present = presentMods(lockfile);
  const nodes = [...present.values()].map((mod) => nodeOf(mod, isRequested(lockfile, mod.name)));
  const { alone: _, ...graph } = makeGraph(nodes, []);
  return { ...graph, alone: [], layers: loadLayers(present) };
}
