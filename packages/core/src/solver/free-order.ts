import { type ActivityHeap, addActive, makeActivityHeap, takeActive } from "./activity-heap.ts";
import { type IndexSet, isSingle } from "./index-set.ts";
import type { Patience } from "./patience.ts";
import type { Search } from "./search.ts";

/**
 * A search for any answer, by the mods that conflicts are about. It tells whether what was decided in the order of
 * preference has an answer at all. Source: docs/solver.md, "Hard questions".
 */
export interface FreeOrder {
  readonly active: ActivityHeap;
  /** By mod: the state that it had last; -1 for none. */
  readonly saved: number[];
  /** The level above which the free order decides; -1 while it does not. */
  base: number;
  /** An answer that agrees with what is decided below `doubt`: by mod, its state. */
  witness: readonly number[] | undefined;
  /** The level of the first decision that departs from the witness. */
  doubt: number;
  /** Conflicts since there is such a decision or, in the free order, since it began anew. */
  conflicts: number;
  /** All conflicts. */
  total: number;
  /** How many conflicts the order of preference has before the free one is tried, which then has as many: ever more. */
  patience: number;
  /** How many conflicts there had been in all when the free order is to end. */
  end: number;
  /** How often it began anew since `base` was set. */
  restarts: number;
  /** Mods that may have become single or present since they were last looked at. */
  touched: number[];
}

export function makeFreeOrder({ order }: Patience): FreeOrder {
  return {
    active: makeActivityHeap(),
    saved: [],
    base: -1,
    witness: undefined,
    doubt: Number.MAX_SAFE_INTEGER,
    conflicts: 0,
    total: 0,
    restarts: 0,
    patience: order,
    end: 0,
    touched: [],
  };
}

export function countConflict({ free }: Search): void {
  free.conflicts++;
  free.total++;
}

/** Whether the order of preference has run long without knowing that what it decided has an answer. */
export function isFreeDue({ free, trail, patience }: Search): boolean {
  if (free.witness && free.doubt > trail.level) return false;
  const isFirst = free.patience === patience.order;
  return free.conflicts >= (free.witness && isFirst ? patience.offWitness : free.patience);
}

export function leaveFree({ free }: Search): void {
  free.base = -1;
  free.conflicts = 0;
  for (const mod of free.active.mods) free.active.places[mod] = -1;
  free.active.mods.length = 0;
}

/** Whether the mod must be present and has several states left. */
export function isOpen({ trail }: Search, mod: number): boolean {
  const domain = trail.domains[mod] as IndexSet;
  return domain[0] !== 0 && !isSingle(domain);
}

/** The mod to decide next; undefined when an answer is complete but for the load order. */
export function nextFree(search: Search): number | undefined {
  const { free, propagation } = search;
  for (const mod of propagation.narrowed) if (isOpen(search, mod)) addActive(free.active, mod);
  propagation.narrowed.length = 0;
  for (;;) {
    const mod = takeActive(free.active);
    if (mod === undefined || isOpen(search, mod)) return mod;
  }
}

export function isRestartDue({ free, patience }: Search): boolean {
  return free.conflicts >= patience.restart * luby(free.restarts + 1);
}

/** 1, 1, 2, 1, 1, 2, 4, …: Luby, Sinclair and Zuckerman (1993). */
function luby(place: number): number {
  for (let power = 1; ; power *= 2) {
    if (place === 2 * power - 1) return power;
    if (place < 2 * power - 1) return luby(place - power + 1);
  }
}

/** Takes note of a decision in the order of preference. */
export function noteDecision({ free, trail }: Search, mod: number, state: number): void {
  if (!free.witness || free.doubt <= trail.level || free.witness[mod] === state) return;
  free.doubt = trail.level;
  free.conflicts = 0;
}

/** Takes note of what is about to be taken back. */
export function noteReturn(search: Search, level: number): void {
  const { free, trail } = search;
  free.touched.length = 0;
  for (let entry = trail.mods.length - 1; entry >= 0 && (trail.levels[entry] as number) > level; entry--) {
    const mod = trail.mods[entry] as number;
    const domain = trail.domains[mod] as IndexSet;
    if (isSingle(domain) && domain[0] !== 0) free.saved[mod] = domain[0] as number;
    if (free.base >= 0) free.touched.push(mod);
  }
  if (free.base > level) leaveFree(search);
  if (free.doubt > level && free.doubt !== Number.MAX_SAFE_INTEGER) {
    free.doubt = Number.MAX_SAFE_INTEGER;
    free.conflicts = 0;
  }
}

/** After mods were given back states: those that are open again can be decided. */
export function readdActive(search: Search): void {
  const { free } = search;
  if (free.base >= 0) for (const mod of free.touched) if (isOpen(search, mod)) addActive(free.active, mod);
}
