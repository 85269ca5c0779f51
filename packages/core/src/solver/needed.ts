import { type Dependency, isDemand } from "../dependency/dependency.ts";
import type { Present } from "./cycles.ts";
import { requestedNames } from "./order.ts";
import type { Session } from "./session.ts";

/**
 * The names of the mods of an answer that a chain of demands reaches from `base` or the manifest. `added` are
 * recommended mods: each counts, with what it demands, where a mod that is needed recommends it.
 */
export function neededMods(
  { world }: Session,
  present: readonly Present[],
  added: ReadonlySet<string> = new Set(),
): ReadonlySet<string> {
  const byName = new Map(present.map((mod) => [mod.node.name, mod]));
  const needed = new Set(["base", ...requestedNames(world.request)]);
  for (const name of needed) {
    const { node, state } = byName.get(name) as Present;
    for (const entry of node.dependencies[state - 1] as readonly Dependency[]) {
      if (isDemand(entry.kind) || (entry.kind === "recommended" && added.has(entry.name))) needed.add(entry.name);
    }
  }
  return needed;
}
