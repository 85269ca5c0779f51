import { isDemandOrRecommendation } from "../dependency/dependency.ts";
import type { Lockfile } from "../lockfile/lockfile.ts";
import { type PresentMod, presentMods } from "../lockfile/present-mods.ts";
import { compareNames } from "../mod/mod-name.ts";
import { byName, dependencyEdge, type Edge, requirementEdge } from "./edge.ts";

/** A path from the manifest down to a mod: the first step is a mod of the manifest, the last is the mod in question. */
export type WhyChain = readonly WhyStep[];

/** A mod on the path, and why its predecessor (for the first: the manifest) needs it. */
export interface WhyStep {
  readonly name: string;
  readonly version: string;
  readonly edge: Edge;
}

/** Bounds the search, since a dense graph has exponentially many paths. */
const MAX_STEPS = 20_000;

/**
 * Why a mod is in the lockfile: the paths from the manifest to it along required and recommended dependencies, shortest
 * first. Empty if the mod is absent or nothing asks for it.
 *
 * @param limit the most chains to return.
 */
export function whyMod(lockfile: Lockfile, name: string, limit = 20): WhyChain[] {
  const present = presentMods(lockfile);
  if (!present.has(name)) return [];
  const asks = asksOf(lockfile, present);
  const above = groupBy(asks, (ask) => ask.name);
  const distance = distances(asks);
  const chains: WhyChain[] = [];
  // Unfinished chains, built upwards from the mod, indexed by the least length that they can reach.
  const waiting: Unfinished[][] = [];
  const add = (unfinished: Unfinished): void => {
    const left = distance.get(unfinished.top);
    if (left === undefined) return;
    const length = unfinished.length + left;
    const row = waiting[length] ?? [];
    waiting[length] = row;
    row.push(unfinished);
  };
  add({ top: name, steps: undefined, length: 0 });
  for (let length = 0, taken = 0; length < waiting.length && chains.length < limit && taken < MAX_STEPS; ) {
    const unfinished = waiting[length]?.pop();
    if (!unfinished) {
      length++;
      continue;
    }
    taken++;
    if (unfinished.top === undefined) {
      chains.push(chainOf(unfinished.steps));
      continue;
    }
    for (const { by, edge } of above.get(unfinished.top) ?? []) {
      if (by !== undefined && (by === unfinished.top || includesStep(unfinished.steps, by))) continue;
      const step = { name: unfinished.top, version: present.get(unfinished.top)?.version ?? "", edge };
      add({ top: by, steps: { step, next: unfinished.steps }, length: unfinished.length + 1 });
    }
  }
  return chains;
}

/** A demand for a mod; `by` is undefined if the manifest makes it. */
interface Ask {
  readonly by: string | undefined;
  readonly name: string;
  readonly edge: Edge;
}

interface Unfinished {
  /** The topmost mod so far, whose dependents come next; undefined if the manifest has been reached. */
  readonly top: string | undefined;
  readonly steps: Steps | undefined;
  readonly length: number;
}

interface Steps {
  readonly step: WhyStep;
  readonly next: Steps | undefined;
}

/** In reverse name order, since the stack then yields, of equally short chains, the first in name order. */
function asksOf(lockfile: Lockfile, present: ReadonlyMap<string, PresentMod>): Ask[] {
  const asks: Ask[] = [];
  for (const mod of [...present.values()].sort((a, b) => compareNames(b.name, a.name))) {
    const asked = mod.dependencies.filter(({ kind }) => isDemandOrRecommendation(kind));
    for (const [name, entries] of byName(asked)) asks.push({ by: mod.name, name, edge: dependencyEdge(entries) });
  }
  for (const [name, requirement] of lockfile.requirements) {
    const edge = requirementEdge(requirement);
    if (edge) asks.push({ by: undefined, name, edge });
  }
  return asks;
}

/** The distance of each mod from the manifest, in steps; the key `undefined` is the manifest itself. */
function distances(asks: readonly Ask[]): Map<string | undefined, number> {
  const below = groupBy(asks, (ask) => ask.by);
  const distance = new Map<string | undefined, number>([[undefined, 0]]);
  for (const [mod, steps] of distance) {
    for (const { name } of below.get(mod) ?? []) if (!distance.has(name)) distance.set(name, steps + 1);
  }
  return distance;
}

function groupBy<Key>(asks: readonly Ask[], keyOf: (ask: Ask) => Key): Map<Key, Ask[]> {
  const groups = new Map<Key, Ask[]>();
  for (const ask of asks) {
    const group = groups.get(keyOf(ask));
    if (group) group.push(ask);
    else groups.set(keyOf(ask), [ask]);
  }
  return groups;
}

function includesStep(steps: Steps | undefined, name: string): boolean {
  for (let at = steps; at; at = at.next) if (at.step.name === name) return true;
  return false;
}

function chainOf(steps: Steps | undefined): WhyStep[] {
  const chain: WhyStep[] = [];
  for (let at = steps; at; at = at.next) chain.push(at.step);
  return chain;
}
