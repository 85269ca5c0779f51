import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNodes, isMet, node } from "../../../testing/nodes.ts";
import { allowedBy, excludedBy, makeEdge, statesIn } from "./edge.ts";
import { fromMembers, has, type IndexSet, intersect, isSubset, members } from "./index-set.ts";
import type { ModNode } from "./mod-node.ts";

describe("what the releases of a mod say of another", () => {
  test("is one group where it comes to the same, whatever the words", () => {
    const to = node(1, "b", [], [], []);
    const edge = makeEdge(node(0, "a", ["b > 1.0"], ["b >= 2.0"], ["b >= 1.5", "? b"], ["b"], []), to);
    expect(edge.groups).toEqual([
      { at: [1, 3], allowed: [2, 3] },
      { at: [4, 4], allowed: [1, 3] },
    ]);
    expect(edge.common).toEqual([2, 3]);
    expect(edge.covered).toEqual([1, 4]);
    expect(edge.releases.map((state, at) => [state, edge.groupOf[at]])).toEqual([
      [1, 0],
      [2, 0],
      [3, 0],
      [4, 1],
    ]);
  });

  test("is two groups where only the first of several intervals is the same", () => {
    const { groups } = makeEdge(node(0, "a", ["? b = 2.0"], ["? b = 3.0"]), node(1, "b", [], [], []));
    expect(groups).toEqual([
      { at: [1, 1], allowed: [0, 0, 2, 2] },
      { at: [2, 2], allowed: [0, 0, 3, 3] },
    ]);
  });

  test("is, of some releases, what those say and no others", () => {
    const to = node(1, "b", [], [], []);
    const edge = makeEdge(node(0, "a", ["b = 1.0"], ["b = 2.0"], ["b = 3.0"]), to);
    expect(allowedBy(edge, [1, 2], [0, 3])).toEqual([1, 2]);
    expect(allowedBy(edge, [2, 3], [0, 3])).toEqual([2, 3]);
    expect(allowedBy(edge, [1, 1, 3, 3], [0, 3])).toEqual([1, 1, 3, 3]);
  });

  test("is what all entries of a release say together", () => {
    const to = node(1, "b", [], [], []);
    const edge = makeEdge(node(0, "a", ["b", "b < 3.0"], ["b", "b < 3.0"], ["? b", "! b"], ["b >= 2.0", "! b"]), to);
    expect(edge.groups).toEqual([
      { at: [1, 2], allowed: [1, 2] },
      { at: [3, 3], allowed: [0, 0] },
      { at: [4, 4], allowed: [] },
    ]);
  });
});

test("the states of a mod by its versions", () => {
  const versions = (low: number, high: number) => [{ low, high }];
  const packed = [10, 20, 30];
  expect(statesIn({ packed }, versions(10, 20))).toEqual([1, 2]);
  expect(statesIn({ packed }, versions(11, 19))).toEqual([]);
  expect(statesIn({ packed }, versions(21, 99))).toEqual([3, 3]);
  expect(statesIn({ packed }, [...versions(0, 10), ...versions(30, 30)])).toEqual([1, 1, 3, 3]);
  expect(statesIn({ packed: [] }, versions(0, 99))).toEqual([]);
});

describe("laws", () => {
  /** Two mods and some states of each, where the first says something of the second. */
  const case_ = anyNodes(2)
    .filter(([from]) => (from as ModNode).mentions.first.size > 0)
    .chain(([from, to]) => {
      const some = ({ size }: ModNode): fc.Arbitrary<IndexSet> =>
        fc
          .subarray(
            Array.from({ length: size + 1 }, (_, state) => state),
            { minLength: 1 },
          )
          .map(fromMembers);
      return fc.record({
        from: fc.constant(from as ModNode),
        to: fc.constant(to as ModNode),
        at: some(from as ModNode),
        left: some(to as ModNode),
      });
    });

  test("a group allows exactly the states with which all that its releases say is met", () => {
    fc.assert(
      fc.property(case_, ({ from, to }) => {
        const { groups, covered } = makeEdge(from, to);
        expect(groups.flatMap(({ at }) => members(at)).sort((a, b) => a - b)).toEqual(members(covered));
        for (const { at, allowed } of groups) {
          for (const release of members(at)) {
            for (let state = 0; state <= to.size; state++) {
              expect(has(allowed, state)).toBe(isMet(from, release, to, state));
            }
          }
        }
      }),
    );
  });

  test("forwards: what is taken from the other mod fits no release left, and nothing more is taken", () => {
    fc.assert(
      fc.property(case_, ({ from, to, at, left }) => {
        const allowed = allowedBy(makeEdge(from, to), at, left) ?? left;
        const fitting = members(left).filter((state) => members(at).some((one) => isMet(from, one, to, state)));
        expect(members(intersect(left, allowed))).toEqual(fitting);
      }),
    );
  });

  test("backwards: what is taken from the mod fits no state left of the other, and nothing more is taken", () => {
    fc.assert(
      fc.property(case_, ({ from, to, at, left }) => {
        const excluded = excludedBy(makeEdge(from, to), left, at);
        const unfit = members(at).filter((one) => !members(left).some((state) => isMet(from, one, to, state)));
        expect(members(intersect(at, excluded))).toEqual(unfit);
        expect(isSubset(excluded, [1, from.size])).toBe(true);
      }),
    );
  });
});
