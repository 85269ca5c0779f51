import { describe, expect, test } from "vitest";
import { node } from "../../../testing/nodes.ts";
import type { Incompatibility } from "../facts/incompatibility.ts";
import type { ModNode } from "../facts/mod-node.ts";
import { makeBudget } from "./budget.ts";
import { addFact, addMod, makeSearch, restart, run, type Search } from "./search.ts";

const BUDGET = 100_000;

/** A search in which the first mods are wanted, in this order. */
function searchOf(nodes: readonly ModNode[], wanted: number, budget = BUDGET): Search {
  const search = makeSearch(makeBudget(budget));
  for (const facts of nodes) addMod(search, facts);
  const order = nodes.slice(0, wanted).map(({ id }) => id);
  for (const mod of order) {
    const fact: Incompatibility = { terms: [{ mod, set: [0, 0] }], cause: { kind: "manifest" } };
    addFact(search, fact);
  }
  restart(search, [], order);
  return search;
}

/** How the search ends, with how many steps. */
function walk(nodes: readonly ModNode[], wanted: number): [end: string, steps: number] {
  const search = searchOf(nodes, wanted);
  const { kind } = run(search);
  return [kind, BUDGET - search.budget.left];
}

const line = [node(0, "a", ["b"], ["b"]), node(1, "b", [], []), node(2, "c", [], [])];

/** The newest `a` wants what its own libraries cannot have together. */
const detour = [
  node(0, "a", [], ["b", "c"]),
  node(1, "b", ["lib = 1.0"], ["lib = 2.0"]),
  node(2, "c", ["lib = 2.0", "? b < 2.0"], ["lib = 1.0", "? b >= 2.0"]),
  node(3, "lib", [], []),
];

const ring = [node(0, "a", [], ["b"]), node(1, "b", ["a"])];

/** One guest more than chairs: guest g takes chair c with its release c, and says so by the release of the chair. */
function guests(chairs: number): ModNode[] {
  const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);
  return [
    ...numbers(chairs + 1).map((guest) =>
      node(guest, `guest-${guest}`, ...numbers(chairs).map((chair) => [`chair-${chair} = ${guest + 1}.0`])),
    ),
    ...numbers(chairs).map((chair) => node(chairs + 1 + chair, `chair-${chair}`, ...numbers(chairs + 1).map(() => []))),
  ];
}

describe("a step", () => {
  test("is a decision: the mods that are wanted, and what they demand", () => {
    expect(walk(line, 1)).toEqual(["solved", 2]);
    expect(walk(line, 0)).toEqual(["solved", 0]);
  });

  test("is a conflict", () => {
    // a 2, b 2, its conflict, the one of b 1, and a 1.
    expect(walk(detour, 1)).toEqual(["solved", 5]);
  });

  test("is a load-order cycle", () => {
    // a 2 and b, the cycle, its conflict, and a 1.
    expect(walk(ring, 1)).toEqual(["solved", 5]);
  });

  test.each([line, detour, ring, guests(3)])("more is not taken than the budget has: case %#", (...nodes) => {
    const wanted = nodes.filter(({ name }) => name === "a" || name.startsWith("guest")).length;
    const [end, steps] = walk(nodes, wanted);
    for (let budget = 0; budget <= steps; budget++) {
      const { kind } = run(searchOf(nodes, wanted, budget));
      expect(kind).toBe(budget < steps ? "too-hard" : end);
    }
  });

  test("is as many looks as take about as long", () => {
    const many = Array.from({ length: 1000 }, (_, at) => `lib >= ${at}.0`);
    const nodes = [node(0, "a", ...many.map((entry) => [entry])), node(1, "lib", ...many.map(() => []))];
    // Two decisions; and some 1,000 groups are looked at where the library's older releases are ruled out.
    const [kind, steps] = walk(nodes, 1);
    expect(kind).toBe("solved");
    expect(steps).toBeGreaterThan(2 + Math.floor(1000 / 256));
    expect(steps).toBeLessThan(100);
  });

  test("is one of as many as are asked for at a time", () => {
    const search = searchOf(line, 3);
    for (const left of [1, 2, 3]) {
      expect(run(search, 1)).toEqual({ kind: "paused" });
      expect(search.budget.left).toBe(BUDGET - left);
    }
    expect(run(search, 1).kind).toBe("solved");
    const spent = searchOf(line, 3, 1);
    expect(run(spent, 1).kind).toBe("too-hard");
  });
});

describe("what a search learns", () => {
  // The way of a search is the same each time. Who changes it finds other numbers here; what they cost, the bench tells.
  test.each([
    [3, 13],
    [4, 44],
    [5, 134],
    // More than a hundred conflicts: a verdict is sought, and the crowd is seen.
    [6, 289],
  ])("spares it most of what there is to try: %i chairs", (chairs, steps) => {
    expect(walk(guests(chairs), chairs + 1)).toEqual(["unsolvable", steps]);
  });
});
