import { type Answer, cycleOf, neededPart, type Preference } from "./answer.ts";
import { allows, demands } from "./rules/entry.ts";
import type { Option, World } from "./world.ts";

/** How many assignments the brute force looks at before it gives up. */
const LIMIT = 300_000;

/**
 * Every answer of a small world without unneeded mods, by trying everything. Undefined when the world is too large.
 */
export function allAnswers(world: World): Answer[] | undefined {
  const names = [...world.options.keys()].sort();
  const found = new Map<string, Answer>();
  const chosen = new Map<string, Option>();
  let looked = 0;

  const descend = (at: number): boolean => {
    if (++looked > LIMIT) return false;
    const name = names[at];
    if (name === undefined) {
      if ([...chosen.values()].every((option) => isContent(option, chosen))) keep();
      return true;
    }
    const allowed = world.refused.has(name) ? [] : (world.roots.get(name) ?? world.options.get(name) ?? []);
    for (const option of allowed) {
      if (![...chosen.values()].every((other) => getAlong(option, other))) continue;
      chosen.set(name, option);
      const finished = descend(at + 1);
      chosen.delete(name);
      if (!finished) return false;
    }
    return world.roots.has(name) || descend(at + 1);
  };
  const keep = () => {
    const answer = neededPart(chosen, world.roots.keys());
    if (cycleOf(answer)) return;
    const text = [...answer].map(([name, { packed }]) => `${name} ${packed}`).sort();
    found.set(text.join(), answer);
  };
  return descend(0) ? [...found.values()] : undefined;
}

/** The answers that are best for the first preference, of those the best for the second, and so on. */
export function bestAnswers(answers: readonly Answer[], preferences: readonly Preference[]): readonly Answer[] {
  return preferences.reduce((left, { name, options }) => {
    const best = options.find((option) => left.some((answer) => answer.get(name) === option));
    return best ? left.filter((answer) => answer.get(name) === best) : left;
  }, answers);
}

function getAlong(a: Option, b: Option): boolean {
  return tolerates(a, b) && tolerates(b, a);
}

function tolerates(owner: Option, other: Option): boolean {
  return owner.dependencies.every((entry) => entry.name !== other.name || allows(entry, other.packed));
}

function isContent(option: Option, chosen: ReadonlyMap<string, Option>): boolean {
  return option.dependencies.every((entry) => !demands(entry) || chosen.has(entry.name));
}
