import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { node } from "../../../testing/nodes.ts";
import { makeEdge } from "../facts/edge.ts";
import { backwardFact, forwardFact } from "../facts/edge-facts.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { has, type IndexSet, intersect, interval, isSubset, sameSet } from "../facts/index-set.ts";
import { addToTrail, backtrack, factOf, lasting, makeTrail, push, satisfier, type Trail } from "./trail.ts";

/** A trail of mods that may each have the states 0 to 9. */
function trailOf(mods: number): Trail {
  const trail = makeTrail();
  for (let mod = 0; mod < mods; mod++) addToTrail(trail, { states: [0, 9], facts: [] });
  return trail;
}

const reason: Incompatibility = { terms: [], cause: { kind: "manifest" } };

describe("a trail", () => {
  test("starts with what is usable", () => {
    const trail = makeTrail();
    addToTrail(trail, { states: [0, 0, 2, 3], facts: [reason] });
    expect(trail.domains).toEqual([[0, 0, 2, 3]]);
    expect(satisfier(trail, 0, [0, 3])).toBe(-1);
    expect(lasting(trail, 0)).toEqual([0, 0, 2, 3]);
  });

  test("knows since when a mod's states are all in a set", () => {
    const trail = trailOf(2);
    push(trail, 0, [0, 5], reason);
    push(trail, 1, [1, 9], reason);
    trail.level = 1;
    push(trail, 0, [3, 5], undefined);
    push(trail, 0, [3, 3], reason);
    expect(satisfier(trail, 0, [0, 9])).toBe(-1);
    expect(satisfier(trail, 0, [0, 6])).toBe(0);
    expect(satisfier(trail, 1, [1, 9])).toBe(1);
    expect(satisfier(trail, 0, [2, 5])).toBe(2);
    expect(satisfier(trail, 0, [3, 4])).toBe(3);
  });

  test("knows what holds whatever is decided", () => {
    const trail = trailOf(1);
    push(trail, 0, [0, 5], reason);
    trail.level = 1;
    push(trail, 0, [1, 5], undefined);
    trail.level = 2;
    push(trail, 0, [1, 1], undefined);
    expect(lasting(trail, 0)).toEqual([0, 5]);
  });
});

test("a reason is a fact, or an edge that gives one", () => {
  const to = node(1, "b", [], []);
  const edge = makeEdge(node(0, "a", ["b >= 2.0"]), to);
  expect(factOf(reason)).toBe(reason);
  expect(factOf({ edge, forward: true, set: [2, 2] })).toEqual(forwardFact(edge, [2, 2]));
  expect(factOf({ edge, forward: false, set: [1, 1] })).toEqual(backwardFact(edge, [1, 1]));
});

describe("laws", () => {
  const MODS = 3;
  /** A mod, the states to leave it, and whether a level is opened for that. */
  const moves = fc.array(
    fc.record({
      mod: fc.nat(MODS - 1),
      set: fc.tuple(fc.nat(9), fc.nat(9)).map(([a, b]): IndexSet => [Math.min(a, b), Math.max(a, b)]),
      opens: fc.boolean(),
    }),
    { maxLength: 30 },
  );

  test("going back restores every level as it was left, and all that is asked of it", () => {
    fc.assert(
      fc.property(moves, fc.nat(), (all, pick) => {
        const trail = trailOf(MODS);
        const seen = (): unknown => ({
          domains: [...trail.domains],
          lasting: trail.domains.map((_, mod) => lasting(trail, mod)),
          since: trail.domains.map((domain, mod) => satisfier(trail, mod, domain)),
        });
        const left = new Map<number, unknown>();
        for (const { mod, set, opens } of all) {
          const next = intersect(trail.domains[mod] as IndexSet, set);
          if (next.length === 0 || sameSet(next, trail.domains[mod] as IndexSet)) continue;
          left.set(trail.level, seen());
          if (opens) trail.level++;
          push(trail, mod, next, opens ? undefined : reason);
        }
        left.set(trail.level, seen());
        const level = pick % (trail.level + 1);
        backtrack(trail, level);
        expect(trail.level).toBe(level);
        expect(trail.levels.every((other) => other <= level)).toBe(true);
        expect(seen()).toEqual(left.get(level));
      }),
    );
  });

  test("the satisfier is the first entry after which the states are in the set", () => {
    fc.assert(
      fc.property(moves, fc.nat(MODS - 1), fc.nat(9), (all, mod, low) => {
        const trail = trailOf(MODS);
        const history = [trail.domains[mod] as IndexSet];
        const entries = [-1];
        for (const { mod: other, set } of all) {
          const next = intersect(trail.domains[other] as IndexSet, set);
          if (next.length === 0 || sameSet(next, trail.domains[other] as IndexSet)) continue;
          push(trail, other, next, reason);
          if (other !== mod) continue;
          history.push(next);
          entries.push(trail.mods.length - 1);
        }
        const set = interval(low, 9);
        fc.pre(isSubset(trail.domains[mod] as IndexSet, set) && has(set, 9));
        expect(satisfier(trail, mod, set)).toBe(entries[history.findIndex((states) => isSubset(states, set))]);
      }),
    );
  });
});
