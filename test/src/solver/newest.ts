import { isDemand, setHas } from "@factorio-lock/core";
import { cycleOf } from "./answer.ts";
import type { Option, World } from "./world.ts";

/** Whether the newest option of every root, and of everything that these need, is an answer: what simple tools try. */
export function newestOfEverything({ options, roots, refused }: World): boolean {
  const chosen = new Map<string, Option>();
  const open = [...roots.keys()];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (chosen.has(name)) continue;
    const newest = (roots.get(name) ?? options.get(name) ?? []).at(-1);
    if (!newest || refused.has(name)) return false;
    chosen.set(name, newest);
    for (const dependency of newest.dependencies) if (isDemand(dependency.kind)) open.push(dependency.name);
  }
  const fits = [...chosen.values()].every(({ dependencies }) =>
    dependencies.every(({ kind, name, versions }) => {
      const other = chosen.get(name);
      return !other || (kind !== "incompatible" && setHas(versions, other.packed));
    }),
  );
  return fits && !cycleOf(chosen);
}
