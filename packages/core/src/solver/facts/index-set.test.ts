import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  complement,
  count,
  fromMembers,
  has,
  highest,
  type IndexSet,
  intersect,
  interval,
  isDisjoint,
  isSingle,
  isSubset,
  members,
  sameSet,
  union,
} from "./index-set.ts";

const SIZE = 12;
const sets = fc.uniqueArray(fc.integer({ min: 0, max: SIZE })).map((states) => states.sort((a, b) => a - b));

/** The laws of a set, held against plain sets. */
function law(name: string, holds: (a: Set<number>, b: Set<number>, x: IndexSet, y: IndexSet) => void): void {
  test(name, () => {
    fc.assert(
      fc.property(sets, sets, (a, b) => {
        holds(new Set(a), new Set(b), fromMembers(a), fromMembers(b));
      }),
    );
  });
}

const plain = (set: Set<number>): number[] => [...set].sort((a, b) => a - b);

describe("sets of states", () => {
  law("hold what they were made of", (a, _, x) => {
    expect(members(x)).toEqual(plain(a));
    expect(count(x)).toBe(a.size);
    expect(isSingle(x)).toBe(a.size === 1);
    expect(highest(x)).toBe(a.size === 0 ? -1 : Math.max(...a));
    for (let state = 0; state <= SIZE; state++) expect(has(x, state)).toBe(a.has(state));
  });
  law("unite", (a, b, x, y) => expect(members(union(x, y))).toEqual(plain(new Set([...a, ...b]))));
  law("intersect", (a, b, x, y) => {
    expect(members(intersect(x, y))).toEqual(plain(a).filter((state) => b.has(state)));
  });
  law("have a complement", (a, _, x) => {
    const all = members(interval(0, SIZE));
    expect(members(complement(x, SIZE))).toEqual(all.filter((state) => !a.has(state)));
  });
  law("are equal, part of each other, or apart", (a, b, x, y) => {
    expect(sameSet(x, y)).toBe(a.size === b.size && plain(a).every((state) => b.has(state)));
    expect(isSubset(x, y)).toBe(plain(a).every((state) => b.has(state)));
    expect(isDisjoint(x, y)).toBe(!plain(a).some((state) => b.has(state)));
  });
  law("are kept as intervals that never touch", (_a, _b, x, y) => {
    const made = union(x, y);
    for (let at = 2; at < made.length; at += 2) expect(made[at]).toBeGreaterThan((made[at - 1] as number) + 1);
  });
});
