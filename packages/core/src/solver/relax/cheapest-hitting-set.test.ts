import fc from "fast-check";
import { expect, test } from "vitest";
import { makeBudget } from "../search/budget.ts";
import { cheapestHittingSet } from "./cheapest-hitting-set.ts";

const plenty = () => makeBudget(1_000_000);
const ones = (count: number): number[] => new Array(count).fill(1);

test("no groups need nothing, and an empty group is beyond help", async () => {
  expect(await cheapestHittingSet([], [], plenty())).toEqual({ elements: [], exact: true });
  expect(await cheapestHittingSet([[0], []], [1], plenty())).toBeUndefined();
});

test("one element for many groups beats one for each, unless it costs more than they do together", async () => {
  const groups = [
    [0, 3],
    [1, 3],
    [2, 3],
  ];
  expect(await cheapestHittingSet(groups, ones(4), plenty())).toEqual({ elements: [3], exact: true });
  expect(await cheapestHittingSet(groups, [1, 1, 1, 4], plenty())).toEqual({ elements: [0, 1, 2], exact: true });
});

test("a hundred groups that share nothing need a hundred elements, and take no time", async () => {
  const groups = Array.from({ length: 100 }, (_, at) => [2 * at, 2 * at + 1]);
  const found = await cheapestHittingSet(groups, ones(200), makeBudget(1_000));
  expect(found).toEqual({ elements: groups.map(([, late]) => late), exact: true });
});

test("groups that overlap in hostile ways end the looks that are allowed: what was found hits them all", async () => {
  // The lines of a projective plane: any two share one point.
  const order = 11;
  const point = (x: number, y: number): number => x * order + y;
  const slope = (at: number): number => order * order + at;
  const groups = [Array.from({ length: order + 1 }, (_, at) => slope(at))];
  for (let at = 0; at <= order; at++) {
    for (let start = 0; start < order; start++) {
      const on = (x: number): number => (at === order ? point(start, x) : point(x, (at * x + start) % order));
      groups.push([slope(at), ...Array.from({ length: order }, (_, x) => on(x))]);
    }
  }
  const looks = makeBudget(2_000);
  const found = await cheapestHittingSet(groups, ones(order * order + order + 1), looks);
  expect(found?.exact).toBe(false);
  expect(looks.left).toBe(0);
  expect(groups.every((group) => group.some((element) => found?.elements.includes(element)))).toBe(true);
  const stopped = cheapestHittingSet(groups, ones(order * order + order + 1), plenty(), {
    signal: {
      throwIfAborted() {
        throw new Error("stop");
      },
    },
  });
  await expect(stopped).rejects.toThrow("stop");
});

test("law: it hits every group, and nothing cheaper does", async () => {
  const all = [0, 1, 2, 3, 4, 5, 6];
  const groups = fc.array(fc.subarray(all, { minLength: 1 }), { maxLength: 10 });
  const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 7, maxLength: 7 });
  const sets = all.reduce<number[][]>((known, one) => [...known, ...known.map((set) => [...set, one])], [[]]);
  const hits = (set: readonly number[], given: readonly (readonly number[])[]): boolean =>
    given.every((group) => group.some((element) => set.includes(element)));
  await fc.assert(
    fc.asyncProperty(groups, weights, async (given, prices) => {
      const cost = (set: readonly number[]): number => set.reduce((sum, at) => sum + (prices[at] as number), 0);
      const found = await cheapestHittingSet(given, prices, plenty());
      expect(found?.exact).toBe(true);
      expect(hits(found?.elements ?? [], given)).toBe(true);
      expect(cost(found?.elements ?? [])).toBe(Math.min(...sets.filter((set) => hits(set, given)).map(cost)));
    }),
  );
});
