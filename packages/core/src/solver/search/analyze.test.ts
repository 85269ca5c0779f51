import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNodes, choices, node } from "../../../testing/nodes.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { has, highest, type IndexSet, isDisjoint, isSingle, isSubset } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { analyze, type Learned, trace } from "./analyze.ts";
import { makeBudget } from "./budget.ts";
import { enqueue, propagate } from "./propagate.ts";
import { addMod, makeSearch, type Search } from "./search.ts";
import { backtrack, push } from "./trail.ts";

function searchOf(nodes: readonly ModNode[]): Search {
  const search = makeSearch(makeBudget(0));
  for (const facts of nodes) addMod(search, facts);
  return search;
}

/** Decides mods in the given order, each at the given state or its highest, until something is broken. */
function untilBroken(search: Search, order: readonly number[]): Incompatibility | undefined {
  const { trail, propagation, nodes } = search;
  for (const mod of order) {
    const broken = propagate(propagation, trail, nodes);
    if (broken) return broken;
    const domain = trail.domains[mod] as IndexSet;
    if (isSingle(domain)) continue;
    const state = highest(domain);
    trail.level++;
    push(trail, mod, [state, state], undefined);
    enqueue(propagation, trail, mod);
  }
  return propagate(propagation, trail, nodes);
}

describe("what a conflict teaches", () => {
  test("leaves out the decisions that had nothing to do with it", () => {
    const nodes = [
      node(0, "a", ["either"]),
      node(1, "b", []),
      node(2, "either", ["c < 2.0"], ["c > 2.0"]),
      node(3, "c", [], [], []),
      node(4, "low", ["c = 1.0"], ["c = 2.0"]),
      node(5, "high", ["c = 2.0"], ["c = 3.0"]),
      node(6, "d", ["low", "high"]),
    ];
    const search = searchOf(nodes);
    const { trail, propagation } = search;
    for (const mod of [0, 1, 6]) {
      expect(propagate(propagation, trail, search.nodes)).toBeUndefined();
      expect(trail.domains[mod]).toEqual([0, 1]);
      trail.level++;
      push(trail, mod, [1, 1], undefined);
      enqueue(propagation, trail, mod);
    }
    const broken = propagate(propagation, trail, search.nodes) as Incompatibility;
    const { incompatibility, level, mod } = analyze(trail, search.nodes, broken);
    expect(level).toBe(1);
    expect(incompatibility.terms.map((term) => term.mod)).not.toContain(1);
    backtrack(trail, 1);
    const open = incompatibility.terms.filter((term) => !isSubset(trail.domains[term.mod] as IndexSet, term.set));
    expect(open.map((term) => term.mod)).toEqual([mod]);
  });

  test("is the fact itself where it has one term of the latest level", () => {
    const search = searchOf([node(0, "a", []), node(1, "b", [])]);
    const { trail } = search;
    const fact: Incompatibility = {
      terms: [
        { mod: 0, set: [1, 1] },
        { mod: 1, set: [1, 1] },
      ],
      cause: { kind: "manifest" },
    };
    for (const mod of [0, 1]) {
      trail.level++;
      push(trail, mod, [1, 1], undefined);
    }
    expect(analyze(trail, search.nodes, fact)).toMatchObject({ incompatibility: fact, level: 1, mod: 1, from: 2 });
  });

  test("is that there is no answer, where it holds before any decision", () => {
    const search = searchOf([node(0, "a", ["b"]), node(1, "b", ["b >= 2.0"])]);
    const wanted: Incompatibility = { terms: [{ mod: 0, set: [0, 0] }], cause: { kind: "manifest" } };
    const { trail, propagation } = search;
    propagation.units.push({ fact: wanted, term: { mod: 0, set: [0, 0] } });
    const broken = propagate(propagation, trail, search.nodes) as Incompatibility;
    const { incompatibility, level } = analyze(trail, search.nodes, broken);
    expect(level).toBe(-1);
    expect(incompatibility.terms).toEqual([]);
    expect(trace(trail, search.nodes, broken)).toEqual(incompatibility);
    const kinds = new Set<string>();
    const walk = ({ cause }: Incompatibility): void => {
      kinds.add(cause.kind);
      if (cause.kind !== "learned") return;
      walk(cause.first);
      for (const step of cause.steps) walk(step.with);
    };
    walk(incompatibility);
    expect([...kinds].sort()).toEqual(["dependency", "learned", "manifest", "self"]);
  });

  test("takes of what is known about one mod only as much as it needs", () => {
    const search = searchOf([node(0, "a", ["a >= 2.0"], ["b >= x"], [])]);
    const lost: Incompatibility = { terms: [{ mod: 0, set: [0, 0, 2, 3] }], cause: { kind: "manifest" } };
    const { incompatibility, level } = analyze(search.trail, search.nodes, lost);
    expect(level).toBe(-1);
    expect(incompatibility).toMatchObject({ terms: [], cause: { kind: "learned" } });
    expect(incompatibility.cause).toHaveProperty("steps.length", 1);
  });

  test("is traced to the end where it holds because of assumptions", () => {
    const search = searchOf([node(0, "a", [], []), node(1, "b", [], [])]);
    const { trail } = search;
    const assumptions = [0, 1].map(
      (mod): Incompatibility => ({ terms: [{ mod, set: [0, 1] }], cause: { kind: "assumed", why: "wanted" } }),
    );
    for (const [mod, assumption] of assumptions.entries()) {
      trail.level++;
      push(trail, mod, [2, 2], assumption);
    }
    const both = [0, 1].map((mod) => ({ mod, set: [2, 2] as IndexSet }));
    const proof = trace(trail, search.nodes, { terms: both, cause: { kind: "manifest" } });
    expect(proof.terms).toEqual([]);
    expect(proof.cause).toMatchObject({ steps: [{ with: assumptions[1] }, { with: assumptions[0] }] });
  });
});

describe("laws", () => {
  const given = anyNodes(4).chain((nodes) =>
    fc.record({ nodes: fc.constant(nodes), order: fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 }) }),
  );

  const taught = (check: (nodes: readonly ModNode[], search: Search, learned: Learned) => void): void => {
    let times = 0;
    fc.assert(
      fc.property(given, ({ nodes, order }) => {
        const search = searchOf(nodes);
        const broken = untilBroken(search, order);
        if (!broken) return;
        times++;
        check(nodes, search, analyze(search.trail, search.nodes, broken));
      }),
      { numRuns: 1000 },
    );
    expect(times).toBeGreaterThan(20);
  };

  test("a learned clause holds for every choice that meets everything", () => {
    taught((nodes, _search, { incompatibility }) => {
      for (const row of choices(nodes)) {
        expect(incompatibility.terms.every(({ mod, set }) => has(set, row[mod] as number))).toBe(false);
      }
    });
  });

  test("at the level to return to all of its terms hold but one, which is open there", () => {
    taught((_nodes, { trail }, { incompatibility, level, mod }) => {
      expect(level).toBeLessThan(trail.level);
      expect(level).toBeGreaterThanOrEqual(0);
      expect(incompatibility.terms.filter((term) => term.mod === mod).length).toBe(1);
      expect(incompatibility.terms.every((term) => isSubset(trail.domains[term.mod] as IndexSet, term.set))).toBe(true);
      backtrack(trail, level);
      for (const { mod: other, set } of incompatibility.terms) {
        const domain = trail.domains[other] as IndexSet;
        expect(isSubset(domain, set)).toBe(other !== mod);
        expect(isDisjoint(domain, set)).toBe(false);
      }
    });
  });
});
