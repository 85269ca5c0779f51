import { demands, loadsAfter } from "./rules/entry.ts";
import { findCycle } from "./validity.ts";
import type { Option, World } from "./world.ts";

/** An oracle's choice by mod name, builtins included. */
export type Answer = ReadonlyMap<string, Option>;

/** The part of an answer that the roots need, by demands. Dropping the rest breaks nothing. */
export function neededPart(answer: Answer, roots: Iterable<string>): Answer {
  const needed = new Map<string, Option>();
  const open = [...roots];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const option = answer.get(name);
    if (!option || needed.has(name)) continue;
    needed.set(name, option);
    for (const entry of option.dependencies) if (demands(entry)) open.push(entry.name);
  }
  return needed;
}

/** A load-order cycle of an answer (R5); undefined when there is none. */
export function cycleOf(answer: Answer): string[] | undefined {
  const edges = [...answer].map(([name, { dependencies }]) => {
    const before = dependencies.filter((entry) => loadsAfter(entry) && answer.has(entry.name));
    return [name, before.map((entry) => entry.name)] as const;
  });
  return findCycle(new Map(edges));
}

/** The order of R10 and R11: which mods are decided first, and which option each of them likes best. */
export interface Preference {
  readonly name: string;
  /** Best first. */
  readonly options: readonly Option[];
}

/** R10's and R11's order over the manifest's mods. `locked` holds packed versions by name. */
export function manifestPreferences(
  world: World,
  locked: ReadonlyMap<string, number> = new Map(),
  update: "all" | readonly string[] = [],
): Preference[] {
  const updated = (name: string) => update === "all" || update.includes(name);
  const names = [...world.roots.keys()].filter((name) => name !== "base").sort();
  const rank = (name: string) =>
    update !== "all" && update.includes(name) ? 0 : locked.has(name) && !updated(name) ? 1 : 2;
  return names
    .sort((a, b) => rank(a) - rank(b))
    .map((name) => {
      const newest = [...(world.roots.get(name) ?? [])].reverse();
      const kept = updated(name) ? undefined : newest.find((option) => option.packed === locked.get(name));
      return { name, options: kept ? [kept, ...newest.filter((option) => option !== kept)] : newest };
    });
}
