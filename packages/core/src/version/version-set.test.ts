import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { operatorSet } from "./operator.ts";
import { MAX_PACKED } from "./version.ts";
import { ALL_VERSIONS, intersectSets, NO_VERSIONS, setHas, span, uniteSets, type VersionSet } from "./version-set.ts";

/** Sets over a few neighbouring points, so that intervals often touch and overlap; the ends of the scale included. */
const point = fc.oneof(fc.nat({ max: 12 }), fc.constantFrom(MAX_PACKED - 1, MAX_PACKED));
const set = fc
  .array(fc.tuple(point, point), { maxLength: 5 })
  .map((spans) => spans.map(([low, high]) => span(low, high)).reduce(uniteSets, NO_VERSIONS));
const POINTS = [...Array(14).keys(), MAX_PACKED - 1, MAX_PACKED];

function isNormal(versions: VersionSet): boolean {
  return versions.every(({ low, high }, at) => {
    const next = versions[at + 1];
    return low >= 0 && low <= high && high <= MAX_PACKED && (next === undefined || next.low > high + 1);
  });
}

describe("version sets", () => {
  it("law: a point is in the intersection when it is in both", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const both = intersectSets(a, b);
        expect(isNormal(both)).toBe(true);
        for (const at of POINTS) expect(setHas(both, at)).toBe(setHas(a, at) && setHas(b, at));
      }),
    );
  });

  it("law: a point is in the union when it is in either", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        const either = uniteSets(a, b);
        expect(isNormal(either)).toBe(true);
        for (const at of POINTS) expect(setHas(either, at)).toBe(setHas(a, at) || setHas(b, at));
      }),
    );
  });

  it("law: equal sets have equal forms", () => {
    fc.assert(
      fc.property(set, set, (a, b) => {
        expect(uniteSets(a, b)).toEqual(uniteSets(b, a));
        expect(intersectSets(a, b)).toEqual(intersectSets(b, a));
        expect(intersectSets(a, ALL_VERSIONS)).toEqual(a);
        expect(uniteSets(a, NO_VERSIONS)).toEqual(a);
        expect(intersectSets(a, uniteSets(a, b))).toEqual(a);
      }),
    );
  });

  it("law: an operator allows exactly the versions that stand in its relation", () => {
    const relations = {
      "<": (a: number, b: number) => a < b,
      "<=": (a: number, b: number) => a <= b,
      "=": (a: number, b: number) => a === b,
      ">=": (a: number, b: number) => a >= b,
      ">": (a: number, b: number) => a > b,
    } as const;
    fc.assert(
      fc.property(fc.constantFrom("<", "<=", "=", ">=", ">"), point, (operator, bound) => {
        const versions = operatorSet(operator, bound);
        expect(isNormal(versions)).toBe(true);
        for (const at of POINTS) expect(setHas(versions, at)).toBe(relations[operator](at, bound));
      }),
    );
  });
});
