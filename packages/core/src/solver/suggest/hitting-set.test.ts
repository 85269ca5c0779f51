import fc from "fast-check";
import { expect, test } from "vitest";
import { makeBudget } from "../budget.ts";
import { smallestHittingSet as withLooks } from "./hitting-set.ts";

const smallestHittingSet = (groups: readonly (readonly string[])[], most: number, looks = makeBudget(200_000)) =>
  withLooks(groups, most, looks);

test("no groups need nothing, and an empty group is beyond help", async () => {
  expect(await smallestHittingSet([], 3)).toEqual([]);
  expect(await smallestHittingSet([["a"], []], 3)).toBeUndefined();
});

test("one name for many groups beats one for each", async () => {
  expect(await smallestHittingSet([["a", "x"], ["b", "x"], ["c", "x"], ["d"]], 3)).toEqual(["d", "x"]);
});

test("of equal sets the one that reaches furthest down", async () => {
  expect(await smallestHittingSet([["a", "b"]], 1)).toEqual(["b"]);
});

test("more than asked for is none", async () => {
  expect(await smallestHittingSet([["a"], ["b"], ["c"]], 2)).toBeUndefined();
  expect(await smallestHittingSet([["a"], ["b"], ["c"]], 3)).toEqual(["a", "b", "c"]);
});

test("groups that overlap in hostile ways end the looks that are allowed, not the patience", async () => {
  // The lines of a projective plane: any two share one name.
  const order = 11;
  const lines: string[][] = [Array.from({ length: order + 1 }, (_, slope) => `slope ${slope}`)];
  for (let slope = 0; slope <= order; slope++) {
    for (let start = 0; start < order; start++) {
      const at = (x: number): string => (slope === order ? `${start} ${x}` : `${x} ${(slope * x + start) % order}`);
      lines.push([`slope ${slope}`, ...Array.from({ length: order }, (_, x) => at(x))]);
    }
  }
  const looks = makeBudget(50_000);
  expect(await smallestHittingSet(lines, 12, looks)).toBeUndefined();
  expect(looks.left).toBe(0);
  const controller = new AbortController();
  const stopped = withLooks(lines, 12, makeBudget(50_000), { signal: controller.signal });
  controller.abort(new Error("stop"));
  await expect(stopped).rejects.toThrow("stop");
});

test("law: it hits every group, and nothing smaller does", async () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const groups = fc.array(fc.subarray(names, { minLength: 1 }), { maxLength: 8 });
  const hits = (set: readonly string[], all: readonly (readonly string[])[]): boolean =>
    all.every((group) => group.some((name) => set.includes(name)));
  const sets = names.reduce<string[][]>((all, name) => [...all, ...all.map((set) => [...set, name])], [[]]);
  await fc.assert(
    fc.asyncProperty(groups, async (all) => {
      const found = (await smallestHittingSet(all, names.length)) as string[];
      expect(hits(found, all)).toBe(true);
      expect(found.length).toBe(Math.min(...sets.filter((set) => hits(set, all)).map(({ length }) => length)));
    }),
  );
});
