import { type DependencyKind, isDemand } from "../../dependency/dependency.ts";
import type { Present } from "../facts/cycles.ts";
import { requestedNames } from "../request/order.ts";
import type { Session } from "../session/session.ts";

/**
 * The names of the mods of an answer that `base` or the manifest reaches by a chain of dependencies.
 *
 * @param counts whether a kind of dependency counts; by default only required ones do
 */
export function neededMods(
  { world }: Session,
  present: readonly Present[],
  counts: (kind: DependencyKind) => boolean = isDemand,
): ReadonlySet<string> {
  const byName = new Map(present.map((mod) => [mod.node.name, mod]));
  const needed = new Set(["base", ...requestedNames(world.request)]);
  for (const name of needed) {
    const { node, state } = byName.get(name)!;
    for (const entry of node.dependencies[state - 1]!) {
      if (counts(entry.kind) && byName.has(entry.name)) needed.add(entry.name);
    }
  }
  return needed;
}
