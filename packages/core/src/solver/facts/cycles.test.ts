import fc from "fast-check";
import { expect, test } from "vitest";
import { anyNodes, node } from "../../../testing/nodes.ts";
import { certainCycles, loadOrderCycles } from "./cycles.ts";
import { fromMembers, type IndexSet, isSubset } from "./index-set.ts";

/** Mods with one release each, by what it depends on. */
function present(mods: Readonly<Record<string, readonly string[]>>) {
  return Object.entries(mods).map(([name, entries], id) => ({ node: node(id, name, entries), state: 1 }));
}

const circles = (mods: Readonly<Record<string, readonly string[]>>): (readonly string[])[] =>
  loadOrderCycles(present(mods)).map(({ cause }) => (cause.kind === "cycle" ? cause.names : []));

test("required, optional, hidden and recommended entries order; ~ and ! do not", () => {
  for (const entry of ["b", "? b", "(?) b", "+ b"]) expect(circles({ a: [entry], b: ["a"] })).toEqual([["a", "b"]]);
  for (const entry of ["~ b", "! b"]) expect(circles({ a: [entry], b: ["a"] })).toEqual([]);
});

test("a mod that waits for itself, or for one that is absent, is no circle", () => {
  expect(circles({ a: ["a", "? gone"], b: ["a"] })).toEqual([]);
});

test("of each unsatisfiable core a shortest circle through its first mod", () => {
  const mods = { a: ["b"], b: ["c"], c: ["d", "a"], d: ["a"], x: ["y"], y: ["x"], z: ["a", "x"] };
  expect(circles(mods)).toEqual([
    ["a", "b", "c"],
    ["x", "y"],
  ]);
});

test("a chain of ten thousand mods overflows nothing", () => {
  const chain = Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`m${at}`, [`m${at + 1}`]]));
  expect(circles({ ...chain, m10000: ["m0"] })[0]).toHaveLength(10_001);
});

test("the fact speaks of every release that waits for the same mod", () => {
  const a = node(0, "a", ["b"], [], ["? b"]);
  const b = node(1, "b", ["a"]);
  const [cycle] = loadOrderCycles([
    { node: a, state: 3 },
    { node: b, state: 1 },
  ]);
  expect(cycle?.terms).toEqual([
    { mod: 0, set: [1, 1, 3, 3] },
    { mod: 1, set: [1, 1] },
  ]);
});

test("a circle is certain when no mod of it can be absent and each release left waits for the next", () => {
  const nodes = [node(0, "a", ["b"], ["? b"], []), node(1, "b", [], ["a"], ["a"])];
  const names = (...domains: IndexSet[]) =>
    certainCycles(nodes, domains).map(({ cause }) => (cause.kind === "cycle" ? cause.names : []));
  expect(names([1, 2], [2, 3])).toEqual([["a", "b"]]);
  expect(names([1, 3], [2, 3])).toEqual([]);
  expect(names([1, 2], [1, 3])).toEqual([]);
  expect(names([1, 2], [0, 0, 2, 3])).toEqual([]);
});

test("law: the terms of a certain circle all hold; where all is decided it is one of the answer's", () => {
  const domain = (size: number): fc.Arbitrary<IndexSet> =>
    fc
      .subarray(
        Array.from({ length: size + 1 }, (_, state) => state),
        { minLength: 1 },
      )
      .map(fromMembers);
  const worlds = anyNodes(4).chain((nodes) =>
    fc.tuple(fc.constant(nodes), fc.tuple(...nodes.map(({ size }) => domain(size)))),
  );
  fc.assert(
    fc.property(worlds, ([nodes, domains]) => {
      for (const { terms } of certainCycles(nodes, domains)) {
        for (const { mod, set } of terms) expect(isSubset(domains[mod] as IndexSet, set)).toBe(true);
      }
      const states = domains.map((states) => states[0] as number);
      const present = nodes.flatMap((own, at) => (states[at] ? [{ node: own, state: states[at] }] : []));
      const decided = states.map((state): IndexSet => [state, state]);
      expect(certainCycles(nodes, decided)).toEqual(loadOrderCycles(present));
    }),
  );
});
