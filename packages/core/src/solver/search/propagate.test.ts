import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { anyNodes, choices, node } from "../../../testing/nodes.ts";
import { allowedBy, type Edge, excludedBy, makeEdge } from "../facts/edge.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import { has, type IndexSet, intersect, interval, isSubset } from "../facts/index-set.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { addColumns, connect, demand, enqueue, makePropagation, propagate, rewind } from "./propagate.ts";
import { addToTrail, backtrack, makeTrail, push } from "./trail.ts";
import { watch } from "./watch.ts";

/** Mods at work, with every edge between two of them. */
function worldOf(nodes: readonly ModNode[]) {
  const trail = makeTrail();
  const propagation = makePropagation();
  for (const { size } of nodes) {
    addToTrail(trail, { states: interval(0, size), facts: [] });
    addColumns(propagation);
  }
  const edges: Edge[] = [];
  for (const from of nodes) {
    for (const name of from.mentions.first.keys()) {
      const to = nodes.find((other) => other.name === name);
      if (!to) demand(propagation, from, name);
      else {
        connect(propagation, trail, from, to);
        edges.push(makeEdge(from, to));
      }
    }
  }
  const narrow = (mod: number, set: IndexSet): void => {
    push(trail, mod, set, undefined);
    enqueue(propagation, trail, mod);
  };
  return { trail, propagation, edges, narrow, follow: () => propagate(propagation, trail, nodes) };
}

const fact = (...terms: (readonly [mod: number, ...set: number[]])[]): Incompatibility => ({
  terms: terms.map(([mod, ...set]) => ({ mod, set })),
  cause: { kind: "manifest" },
});

describe("an edge", () => {
  const nodes = [node(0, "a", ["b >= 2.0"], ["b >= 3.0"]), node(1, "b", [], [], [])];

  test("passes on what is known forwards", () => {
    const { trail, narrow, follow } = worldOf(nodes);
    narrow(0, [1, 2]);
    expect(follow()).toBeUndefined();
    expect(trail.domains[1]).toEqual([2, 3]);
  });

  test("passes on what is known backwards", () => {
    const { trail, narrow, follow } = worldOf(nodes);
    narrow(1, [0, 2]);
    expect(follow()).toBeUndefined();
    expect(trail.domains[0]).toEqual([0, 1]);
  });

  test("is broken by what leaves no state", () => {
    const { narrow, follow } = worldOf(nodes);
    narrow(0, [2, 2]);
    narrow(1, [1, 2]);
    expect(follow()?.terms).toEqual([
      { mod: 0, set: [2, 2] },
      { mod: 1, set: [0, 2] },
    ]);
  });

  test("to a mod that is not known is wanted once every state left demands it", () => {
    const { propagation, narrow, follow } = worldOf([node(0, "a", ["far"], ["? far"], ["far"])]);
    narrow(0, [1, 3]);
    follow();
    expect(propagation.wanted).toEqual([]);
    narrow(0, [1, 1]);
    follow();
    expect(propagation.wanted.map(({ name }) => name)).toEqual(["far"]);
  });

  test("that is new above a level is looked at again below it", () => {
    const { trail, propagation, narrow, follow } = worldOf(nodes);
    trail.level = 1;
    narrow(0, [2, 2]);
    follow();
    expect(trail.domains[1]).toEqual([3, 3]);
    backtrack(trail, 0);
    rewind(propagation, 0);
    expect(propagation.fresh.map(({ to }) => to.name)).toEqual(["b"]);
    push(trail, 0, [2, 2], undefined);
    expect(follow()).toBeUndefined();
    expect(trail.domains[1]).toEqual([3, 3]);
  });
});

describe("a fact", () => {
  const nodes = [node(0, "a", [], []), node(1, "b", [], []), node(2, "c", [], [])];
  const threefold = fact([0, 2, 2], [1, 2, 2], [2, 2, 2]);

  test("says nothing while two of its terms are open, and rules the last one out", () => {
    const { trail, propagation, narrow, follow } = worldOf(nodes);
    watch(propagation.watchers, trail, threefold, 0, 1);
    narrow(0, [2, 2]);
    expect(follow()).toBeUndefined();
    expect(trail.domains.slice(1)).toEqual([
      [0, 2],
      [0, 2],
    ]);
    narrow(2, [2, 2]);
    expect(follow()).toBeUndefined();
    expect(trail.domains[1]).toEqual([0, 1]);
    expect(trail.reasons.at(-1)).toBe(threefold);
  });

  test("rules out its first watched term when the second comes to hold last", () => {
    const { trail, propagation, narrow, follow } = worldOf(nodes);
    watch(propagation.watchers, trail, threefold, 0, 1);
    for (const mod of [2, 1]) {
      narrow(mod, [2, 2]);
      expect(follow()).toBeUndefined();
    }
    expect(trail.domains[0]).toEqual([0, 1]);
  });

  test("goes on to be watched at terms that are open", () => {
    const { trail, propagation, narrow, follow } = worldOf([...nodes, node(3, "d", [], [])]);
    watch(propagation.watchers, trail, fact([0, 2, 2], [1, 2, 2], [2, 2, 2], [3, 2, 2]), 0, 1);
    for (const mod of [1, 2, 3]) {
      narrow(mod, [2, 2]);
      expect(follow()).toBeUndefined();
    }
    expect(trail.domains[0]).toEqual([0, 1]);
  });

  test("is broken when all of its terms hold", () => {
    const { propagation, narrow, follow } = worldOf(nodes);
    for (const mod of [0, 1, 2]) narrow(mod, [2, 2]);
    propagation.conflicts.push(threefold);
    expect(follow()).toBe(threefold);
  });

  test("about one mod narrows it, and is broken where that leaves nothing", () => {
    const { trail, propagation, narrow, follow } = worldOf(nodes);
    const [old, absent] = [fact([0, 1, 1]), fact([0, 0, 0, 2, 2])];
    propagation.units.push({ fact: old, term: { mod: 0, set: [1, 1] } });
    expect(follow()).toBeUndefined();
    expect(trail.domains[0]).toEqual([0, 0, 2, 2]);
    narrow(0, [2, 2]);
    propagation.units.push({ fact: absent, term: { mod: 0, set: [0, 0, 2, 2] } });
    expect(follow()).toBe(absent);
  });
});

describe("laws", () => {
  const start = anyNodes(3).chain((nodes) =>
    fc.record({
      nodes: fc.constant(nodes),
      bounds: fc.tuple(
        ...nodes.map(({ size }) =>
          fc.tuple(fc.nat(size), fc.nat(size)).map(([a, b]): IndexSet => [Math.min(a, b), Math.max(a, b)]),
        ),
      ),
    }),
  );

  test("no choice that meets everything is lost; a broken fact means that there is none", () => {
    fc.assert(
      fc.property(start, ({ nodes, bounds }) => {
        const { trail, narrow, follow } = worldOf(nodes);
        bounds.forEach((set, mod) => {
          if (!isSubset(trail.domains[mod] as IndexSet, set)) narrow(mod, set);
        });
        const fitting = choices(nodes).filter((row) => bounds.every((set, mod) => has(set, row[mod] as number)));
        const broken = follow();
        if (broken) {
          expect(fitting).toEqual([]);
          expect(broken.terms.every(({ mod, set }) => isSubset(trail.domains[mod] as IndexSet, set))).toBe(true);
        }
        for (const row of fitting) {
          expect(row.every((state, mod) => has(trail.domains[mod] as IndexSet, state))).toBe(true);
        }
      }),
    );
  });

  test("nothing more follows from any edge", () => {
    fc.assert(
      fc.property(start, ({ nodes, bounds }) => {
        const { trail, edges, narrow, follow } = worldOf(nodes);
        bounds.forEach((set, mod) => {
          if (!isSubset(trail.domains[mod] as IndexSet, set)) narrow(mod, set);
        });
        if (follow()) return;
        for (const edge of edges) {
          const from = trail.domains[edge.from.id] as IndexSet;
          const to = trail.domains[edge.to.id] as IndexSet;
          expect(isSubset(to, allowedBy(edge, from, to) ?? to)).toBe(true);
          expect(intersect(from, excludedBy(edge, to, from))).toEqual([]);
        }
      }),
    );
  });
});
