import type { Edge } from "../facts/edge.ts";
import { backwardFact, forwardFact } from "../facts/edge-facts.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { highest, type IndexSet, isSubset, lowest } from "../facts/index-set.ts";
import type { Usable } from "../facts/usable.ts";

/** The reason why a mod's states were narrowed: an incompatibility, or an edge from which one is made on demand. */
export type Reason = Incompatibility | { readonly edge: Edge; readonly forward: boolean; readonly set: IndexSet };

/** The scratch space of a derivation: its terms by mod, and the entries since which they hold. */
interface Workspace {
  readonly sets: (IndexSet | undefined)[];
  readonly since: number[];
  readonly isMet: boolean[];
}

/**
 * The assignment so far: the remaining states of each mod, and the entries that narrowed them.
 *
 * Each entry narrows one mod. The entries of level 0 always hold; every decision opens the next level.
 */
export interface Trail {
  /** By mod: its initial states. */
  readonly usable: Usable[];
  /** By mod: its remaining states, and the lowest and highest of them. */
  readonly domains: IndexSet[];
  readonly lowest: number[];
  readonly highest: number[];
  /** By mod: its latest entry; -1 if it has none. */
  readonly latest: number[];
  /** Parallel arrays, by entry. `before` has the mod's states before the entry; a decision has no reason. */
  readonly mods: number[];
  readonly before: IndexSet[];
  readonly reasons: (Reason | undefined)[];
  readonly levels: number[];
  /** By entry: the same mod's previous entry, or -1. */
  readonly previous: number[];
  level: number;
  /** By entry of level 0: the incompatibility about its mod alone that it stands for, made on demand. */
  readonly certain: Incompatibility[];
  readonly workspace: Workspace;
}

export function makeTrail(): Trail {
  return {
    usable: [],
    domains: [],
    lowest: [],
    highest: [],
    latest: [],
    mods: [],
    before: [],
    reasons: [],
    levels: [],
    previous: [],
    level: 0,
    certain: [],
    workspace: { sets: [], since: [], isMet: [] },
  };
}

/** Adds a mod, whose id is the next number. */
export function addToTrail(trail: Trail, usable: Usable): void {
  trail.usable.push(usable);
  trail.domains.push(usable.states);
  trail.lowest.push(lowest(usable.states));
  trail.highest.push(highest(usable.states));
  trail.latest.push(-1);
  trail.workspace.sets.push(undefined);
  trail.workspace.since.push(-1);
  trail.workspace.isMet.push(false);
}

/** Narrows a mod to `next`, which must be a proper subset of its states. */
export function push(trail: Trail, mod: number, next: IndexSet, reason: Reason | undefined): void {
  trail.mods.push(mod);
  trail.before.push(trail.domains[mod] as IndexSet);
  trail.reasons.push(reason);
  trail.levels.push(trail.level);
  trail.previous.push(trail.latest[mod] as number);
  trail.latest[mod] = trail.mods.length - 1;
  setDomain(trail, mod, next);
}

function setDomain(trail: Trail, mod: number, states: IndexSet): void {
  trail.domains[mod] = states;
  trail.lowest[mod] = lowest(states);
  trail.highest[mod] = highest(states);
}

/** Undoes every entry above the level. */
export function backtrack(trail: Trail, level: number): void {
  let entry = trail.mods.length - 1;
  for (; entry >= 0 && (trail.levels[entry] as number) > level; entry--) {
    const mod = trail.mods[entry] as number;
    setDomain(trail, mod, trail.before[entry] as IndexSet);
    trail.latest[mod] = trail.previous[entry] as number;
  }
  for (const column of [trail.mods, trail.before, trail.reasons, trail.levels, trail.previous])
    column.length = entry + 1;
  trail.level = level;
}

/** The entry since which the mod's states are all in `set`, as they must be now; -1 if they were from the start. */
export function satisfier(trail: Trail, mod: number, set: IndexSet): number {
  let entry = trail.latest[mod] as number;
  while (entry >= 0 && isSubset(trail.before[entry] as IndexSet, set)) entry = trail.previous[entry] as number;
  return entry;
}

/** The states of a mod at level 0, regardless of decisions. */
export function lasting(trail: Trail, mod: number): IndexSet {
  let states = trail.domains[mod] as IndexSet;
  for (let entry = trail.latest[mod] as number; entry >= 0 && (trail.levels[entry] as number) > 0; ) {
    states = trail.before[entry] as IndexSet;
    entry = trail.previous[entry] as number;
  }
  return states;
}

/** The incompatibility behind a reason. */
export function factOf(reason: Reason): Incompatibility {
  if ("cause" in reason) return reason;
  return reason.forward ? forwardFact(reason.edge, reason.set) : backwardFact(reason.edge, reason.set);
}
