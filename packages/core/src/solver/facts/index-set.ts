/**
 * A set of states of one mod: 0 is "absent", 1 … n are its candidates, oldest first.
 *
 * Stored as a flat list of intervals, `[low, high, low, high, …]`, with inclusive ends, ascending and never adjacent.
 * Nearly every set in a search is one interval, because absent is the lowest state: "B older than 2.0, or absent" is
 * `[0, k]`.
 */
export type IndexSet = readonly number[];

/** The empty set. */
export const NONE: IndexSet = [];

/** The set with only "absent". */
export const ABSENT: IndexSet = [0, 0];

/** The states from `low` to `high`, both inclusive; empty if `low` exceeds `high`. */
export function interval(low: number, high: number): IndexSet {
  return low <= high ? [low, high] : NONE;
}

/** Whether the state is in the set. */
export function has(set: IndexSet, state: number): boolean {
  for (let at = 0; at < set.length; at += 2) {
    if (state < (set[at] as number)) return false;
    if (state <= (set[at + 1] as number)) return true;
  }
  return false;
}

/** The number of states in the set. */
export function count(set: IndexSet): number {
  let sum = 0;
  for (let at = 0; at < set.length; at += 2) sum += (set[at + 1] as number) - (set[at] as number) + 1;
  return sum;
}

/** Whether the set has exactly one state. */
export function isSingle(set: IndexSet): boolean {
  return set.length === 2 && set[0] === set[1];
}

/** The highest state; -1 of the empty set. */
export function highest(set: IndexSet): number {
  return set.length === 0 ? -1 : (set[set.length - 1] as number);
}

/** The lowest state; -1 of the empty set. */
export function lowest(set: IndexSet): number {
  return set.length === 0 ? -1 : (set[0] as number);
}

/** The states of a set, ascending. */
export function members(set: IndexSet): number[] {
  const all: number[] = [];
  for (let at = 0; at < set.length; at += 2) {
    for (let state = set[at] as number; state <= (set[at + 1] as number); state++) all.push(state);
  }
  return all;
}

/** The set of the given states, which must be ascending. */
export function fromMembers(states: readonly number[]): IndexSet {
  const set: number[] = [];
  for (const state of states) extend(set, state);
  return set;
}

/** Appends a state to a set that is being built. The state must not be lower than the highest one. */
export function extend(set: number[], state: number): void {
  const last = set.length === 0 ? -1 : (set[set.length - 1] as number);
  if (last === state - 1 && last >= 0) set[set.length - 1] = state;
  else if (last !== state) set.push(state, state);
}

/** Whether both sets have the same states. */
export function sameSet(a: IndexSet, b: IndexSet): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) if (a[at] !== b[at]) return false;
  return true;
}

/** Whether every state of `a` is in `b`. */
export function isSubset(a: IndexSet, b: IndexSet): boolean {
  if (b.length === 2) {
    return a.length === 0 || ((b[0] as number) <= (a[0] as number) && (a[a.length - 1] as number) <= (b[1] as number));
  }
  let other = 0;
  for (let at = 0; at < a.length; at += 2) {
    while (other < b.length && (b[other + 1] as number) < (a[at] as number)) other += 2;
    if (other >= b.length) return false;
    if ((b[other] as number) > (a[at] as number) || (b[other + 1] as number) < (a[at + 1] as number)) return false;
  }
  return true;
}

/** The lowest state of `a` that is not in `b`; -1 if there is none. */
export function firstOutside(a: IndexSet, b: IndexSet): number {
  let other = 0;
  for (let at = 0; at < a.length; at += 2) {
    let state = a[at] as number;
    const last = a[at + 1] as number;
    while (other < b.length && (b[other + 1] as number) < state) other += 2;
    // Intervals are never adjacent, so the state after one of `b` is outside.
    if (other < b.length && (b[other] as number) <= state) state = (b[other + 1] as number) + 1;
    if (state <= last) return state;
  }
  return -1;
}

/** Whether no state is in both sets. */
export function isDisjoint(a: IndexSet, b: IndexSet): boolean {
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if ((a[i + 1] as number) < (b[j] as number)) i += 2;
    else if ((b[j + 1] as number) < (a[i] as number)) j += 2;
    else return false;
  }
  return true;
}

/** The states in both sets. */
export function intersect(a: IndexSet, b: IndexSet): IndexSet {
  if (a.length === 2 && b.length === 2) {
    return interval(Math.max(a[0] as number, b[0] as number), Math.min(a[1] as number, b[1] as number));
  }
  const set: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const low = Math.max(a[i] as number, b[j] as number);
    const high = Math.min(a[i + 1] as number, b[j + 1] as number);
    if (low <= high) set.push(low, high);
    if ((a[i + 1] as number) < (b[j + 1] as number)) i += 2;
    else j += 2;
  }
  return set;
}

/** The states in at least one of the sets. */
export function union(a: IndexSet, b: IndexSet): IndexSet {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  const set: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const fromA = j >= b.length || (i < a.length && (a[i] as number) <= (b[j] as number));
    const low = (fromA ? a[i] : b[j]) as number;
    const high = (fromA ? a[i + 1] : b[j + 1]) as number;
    if (fromA) i += 2;
    else j += 2;
    const last = set.length - 1;
    if (last > 0 && low <= (set[last] as number) + 1) set[last] = Math.max(set[last] as number, high);
    else set.push(low, high);
  }
  return set;
}

/** The states from 0 to `size` that are not in the set. */
export function complement(set: IndexSet, size: number): IndexSet {
  const rest: number[] = [];
  let next = 0;
  for (let at = 0; at < set.length; at += 2) {
    if (next < (set[at] as number)) rest.push(next, (set[at] as number) - 1);
    next = (set[at + 1] as number) + 1;
  }
  if (next <= size) rest.push(next, size);
  return rest;
}
