import fc from "fast-check";
import { expect, test } from "vitest";
import { smallestHittingSet } from "./hitting-set.ts";

test("no groups need nothing, and an empty group is beyond help", () => {
  expect(smallestHittingSet([], 3)).toEqual([]);
  expect(smallestHittingSet([["a"], []], 3)).toBeUndefined();
});

test("one name for many groups beats one for each", () => {
  expect(smallestHittingSet([["a", "x"], ["b", "x"], ["c", "x"], ["d"]], 3)).toEqual(["d", "x"]);
});

test("of equal sets the one that reaches furthest down", () => {
  expect(smallestHittingSet([["a", "b"]], 1)).toEqual(["b"]);
});

test("more than asked for is none", () => {
  expect(smallestHittingSet([["a"], ["b"], ["c"]], 2)).toBeUndefined();
  expect(smallestHittingSet([["a"], ["b"], ["c"]], 3)).toEqual(["a", "b", "c"]);
});

test("law: it hits every group, and nothing smaller does", () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const groups = fc.array(fc.subarray(names, { minLength: 1 }), { maxLength: 8 });
  const hits = (set: readonly string[], all: readonly (readonly string[])[]): boolean =>
    all.every((group) => group.some((name) => set.includes(name)));
  const sets = names.reduce<string[][]>((all, name) => [...all, ...all.map((set) => [...set, name])], [[]]);
  fc.assert(
    fc.property(groups, (all) => {
      const found = smallestHittingSet(all, names.length) as string[];
      expect(hits(found, all)).toBe(true);
      expect(found.length).toBe(Math.min(...sets.filter((set) => hits(set, all)).map(({ length }) => length)));
    }),
  );
});
