import { cycleOf } from "./answer.ts";
import { allows, demands } from "./rules/entry.ts";
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
    for (const entry of newest.dependencies) if (demands(entry)) open.push(entry.name);
  }
  const fits = [...chosen.values()].every(({ dependencies }) =>
    dependencies.every((entry) => {
      const other = chosen.get(entry.name);
      return !other || allows(entry, other.packed);
    }),
  );
  return fits && !cycleOf(chosen);
}
