import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import {
  complement,
  firstOutside,
  type IndexSet,
  intersect,
  isDisjoint,
  isSubset,
  members,
} from "../facts/index-set.ts";
import { satisfier, type Trail } from "./trail.ts";

/** A fact with two watched terms: as long as neither holds, nothing follows from the fact. */
export interface Watched {
  readonly fact: Incompatibility;
  /** Whether it was forgotten; it is removed when it is next visited. */
  isDead: boolean;
}

/** One of the two terms. */
interface Watcher {
  readonly watched: Watched;
  readonly place: number;
  readonly term: Term;
  /** The watcher of the other term. */
  other: Watcher;
}

/**
 * The watchers of one mod, by state. Each waits at a state that keeps its term from holding: until that state is ruled
 * out, the watcher need not be visited.
 */
export type WatchList = (Watcher[] | undefined)[];

/** Watches two terms of a fact. */
export function watch(
  lists: readonly WatchList[],
  trail: Trail,
  fact: Incompatibility,
  first: number,
  second: number,
): Watched {
  const watched: Watched = { fact, isDead: false };
  const one = { watched, place: first, term: fact.terms[first]! } as Watcher;
  const two: Watcher = { watched, place: second, term: fact.terms[second]!, other: one };
  one.other = two;
  for (const watcher of [one, two]) {
    const { mod, set } = watcher.term;
    const entry = isSubset(trail.domains[mod]!, set) ? satisfier(trail, mod, set) : undefined;
    const domain = entry === undefined ? trail.domains[mod] : entry < 0 ? undefined : trail.before[entry];
    wait(lists, watcher, domain ? firstOutside(domain, set) : 0);
  }
  return watched;
}

function wait(lists: readonly WatchList[], watcher: Watcher, state: number): void {
  const list = lists[watcher.term.mod]!;
  const waiting = list[state];
  if (waiting) waiting.push(watcher);
  else list[state] = [watcher];
}

/**
 * Visits the facts that wait for states that a mod has lost since `before`. If all terms of a fact but one hold, that
 * term is passed to `follow`, until it returns a conflict.
 */
export function lookAtWatchers(
  lists: readonly WatchList[],
  trail: Trail,
  mod: number,
  before: IndexSet,
  follow: (term: Term, fact: Incompatibility) => Incompatibility | undefined,
): { readonly looks: number; readonly conflict: Incompatibility | undefined } {
  const list = lists[mod]!;
  const domain = trail.domains[mod]!;
  let looks = 0;
  let conflict: Incompatibility | undefined;
  if (list.length === 0) return { looks, conflict };
  for (const state of members(intersect(before, complement(domain, list.length - 1)))) {
    const waiting = list[state];
    if (!waiting) continue;
    looks += waiting.length;
    let kept = 0;
    for (let at = 0; at < waiting.length; at++) {
      const watcher = waiting[at]!;
      if (watcher.watched.isDead) continue;
      const witness = conflict ? -1 : firstOutside(trail.domains[mod]!, watcher.term.set);
      if (witness >= 0) wait(lists, watcher, witness);
      else if (conflict || isOutOfPlay(trail, watcher.other.term)) waiting[kept++] = watcher;
      else {
        const place = move(lists, trail, watcher);
        looks += place < 0 ? watcher.watched.fact.terms.length : place;
        if (place >= 0) continue;
        waiting[kept++] = watcher;
        conflict = follow(watcher.other.term, watcher.watched.fact);
      }
    }
    waiting.length = kept;
  }
  return { looks, conflict };
}

/** Whether a term can no longer hold. */
function isOutOfPlay(trail: Trail, { mod, set }: Term): boolean {
  return isDisjoint(trail.domains[mod]!, set);
}

/** Moves the watch to another term that does not hold; returns its index, or -1 if there is none. */
function move(lists: readonly WatchList[], trail: Trail, { watched, place, other }: Watcher): number {
  const { terms } = watched.fact;
  for (let next = 0; next < terms.length; next++) {
    if (next === place || next === other.place) continue;
    const term = terms[next]!;
    const witness = firstOutside(trail.domains[term.mod]!, term.set);
    if (witness < 0) continue;
    const instead: Watcher = { watched, place: next, term, other };
    other.other = instead;
    wait(lists, instead, witness);
    return next;
  }
  return -1;
}
