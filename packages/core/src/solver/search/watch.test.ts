import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Incompatibility, Term } from "../facts/incompatibility.ts";
import { fromMembers, type IndexSet, intersect, isSubset } from "../facts/index-set.ts";
import { addToTrail, backtrack, makeTrail, push, type Trail } from "./trail.ts";
import { lookAtWatchers, type WatchList, watch } from "./watch.ts";

const SIZE = 3;

interface Heard {
  readonly followed: Term[];
  readonly conflict: Incompatibility | undefined;
}

interface Watching {
  readonly trail: Trail;
  readonly lists: WatchList[];
  /** Leaves a mod only these states; what follows from it by a single fact, and the fact that is broken. */
  readonly narrow: (mod: number, states: IndexSet) => Heard;
}

/** Mods 0, 1, …, each with the states 0 to 3. */
function watching(mods: number): Watching {
  const trail = makeTrail();
  const lists = Array.from({ length: mods }, (): WatchList => []);
  for (const _ of lists) addToTrail(trail, { states: [0, SIZE], facts: [] });
  return {
    trail,
    lists,
    narrow(mod, states) {
      const before = trail.domains[mod] as IndexSet;
      push(trail, mod, states, undefined);
      const followed: Term[] = [];
      const { conflict } = lookAtWatchers(lists, trail, mod, before, (term, fact) => {
        if (isSubset(trail.domains[term.mod] as IndexSet, term.set)) return fact;
        followed.push(term);
        return undefined;
      });
      return { followed, conflict };
    },
  };
}

const fact = (...terms: Term[]): Incompatibility => ({ terms, cause: { kind: "manifest" } });
const term = (mod: number, ...set: number[]): Term => ({ mod, set });

describe("a watched fact", () => {
  test("is heard of when all its terms hold but one", () => {
    const { lists, trail, narrow } = watching(3);
    watch(lists, trail, fact(term(0, 2, 3), term(1, 2, 3), term(2, 2, 3)), 0, 1);
    expect(narrow(0, [3, 3]).followed).toEqual([]);
    expect(narrow(1, [1, 3]).followed).toEqual([]);
    expect(narrow(1, [2, 3]).followed).toEqual([term(2, 2, 3)]);
  });

  test("is broken when the last term holds as well", () => {
    const { lists, trail, narrow } = watching(2);
    const both = fact(term(0, 2, 3), term(1, 2, 3));
    watch(lists, trail, both, 0, 1);
    push(trail, 1, [3, 3], undefined);
    expect(narrow(0, [2, 2]).conflict).toBe(both);
  });

  test("is not looked at once a term is out of play, nor once it is forgotten", () => {
    const { lists, trail, narrow } = watching(3);
    watch(lists, trail, fact(term(0, 2, 3), term(1, 2, 3)), 0, 1);
    const forgotten = watch(lists, trail, fact(term(0, 2, 3), term(2, 2, 3)), 0, 1);
    forgotten.isDead = true;
    narrow(1, [0, 1]);
    expect(narrow(0, [3, 3]).followed).toEqual([]);
  });

  test("is heard of again after a return", () => {
    const { lists, trail, narrow } = watching(2);
    watch(lists, trail, fact(term(0, 2, 3), term(1, 2, 3)), 0, 1);
    for (let round = 0; round < 3; round++) {
      trail.level = 1;
      expect(narrow(0, [2, 3]).followed).toEqual([term(1, 2, 3)]);
      backtrack(trail, 0);
    }
  });
});

test("law: whatever is narrowed in which order, no fact is missed whose terms all hold but one", () => {
  const states = fc.subarray([0, 1, 2, 3], { minLength: 1, maxLength: 3 }).map(fromMembers);
  const facts = fc.array(
    fc.uniqueArray(fc.tuple(fc.nat(3), states), { minLength: 2, maxLength: 4, selector: ([mod]) => mod }),
    {
      minLength: 1,
      maxLength: 5,
    },
  );
  const moves = fc.array(fc.tuple(fc.nat(3), states), { maxLength: 12 });
  fc.assert(
    fc.property(facts, moves, (written, made) => {
      const { lists, trail, narrow } = watching(4);
      const all = written.map((terms) => fact(...terms.map(([mod, set]) => term(mod, ...set))));
      for (const one of all) watch(lists, trail, one, 0, 1);
      const holds = ({ mod, set }: Term): boolean => isSubset(trail.domains[mod] as IndexSet, set);
      for (const [mod, set] of made) {
        const left = intersect(trail.domains[mod] as IndexSet, set);
        if (left.length === 0 || left.join() === (trail.domains[mod] as IndexSet).join()) continue;
        const due = new Set(all.filter(({ terms }) => terms.filter(holds).length === terms.length - 1));
        const { followed, conflict } = narrow(mod, left);
        for (const one of all) {
          const open = one.terms.filter((own) => !holds(own));
          const isNew = !due.has(one) && one.terms.some((own) => own.mod === mod);
          if (open.length === 1 && isNew && isStillOpen(trail, open[0] as Term)) {
            expect(conflict !== undefined || followed.includes(open[0] as Term)).toBe(true);
          }
        }
        if (conflict) return;
      }
    }),
  );
});

/** Whether a term may still come to hold. */
function isStillOpen(trail: Trail, { mod, set }: Term): boolean {
  return intersect(trail.domains[mod] as IndexSet, set).length > 0;
}
