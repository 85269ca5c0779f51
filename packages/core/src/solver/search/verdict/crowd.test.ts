import { expect, test } from "vitest";
import { node } from "../../../../testing/nodes.ts";
import type { ModNode } from "../../facts/mod-node.ts";
import { makeBudget } from "../budget.ts";
import { propagate } from "../propagate.ts";
import { addFact, addMod, makeSearch, restart, type Search } from "../search.ts";
import { crowd } from "./crowd.ts";

const numbers = (count: number): number[] => Array.from({ length: count }, (_, at) => at);

/** Guests, each of whom takes one of the chairs; guest g says so by release g + 1 of the chair. */
function party(guests: number, chairs: number): ModNode[] {
  return [
    ...numbers(guests).map((guest) =>
      node(guest, `guest-${guest}`, ...numbers(chairs).map((chair) => [`chair-${chair} = ${guest + 1}.0`])),
    ),
    ...numbers(chairs).map((chair) => node(guests + chair, `chair-${chair}`, ...numbers(guests).map(() => []))),
  ];
}

/** A search that has not begun to decide, in which the first mods are wanted. */
function searchOf(nodes: readonly ModNode[], wanted: number): Search {
  const search = makeSearch(makeBudget(100_000));
  for (const facts of nodes) addMod(search, facts);
  for (const mod of numbers(wanted)) addFact(search, { terms: [{ mod, set: [0, 0] }], cause: { kind: "manifest" } });
  restart(search, [], numbers(wanted));
  propagate(search.propagation, search.trail, search.nodes);
  return search;
}

test.each([2, 5, 12, 20])("one guest more than %i chairs cannot be seated, and each is part of why", (chairs) => {
  const found = crowd(searchOf(party(chairs + 1, chairs), chairs + 1));
  expect(found?.terms.map(({ mod }) => mod).sort((a, b) => a - b)).toEqual(numbers(chairs + 1));
});

test("as many guests as chairs can be seated", () => {
  expect(crowd(searchOf(party(6, 6), 6))).toBeUndefined();
});

test("who does not contend for the chairs is no part of it", () => {
  const others = [node(100, "calm", [], []), node(101, "host", ["chair-0"])];
  const nodes = [...others, ...party(4, 3)].map((one, id) => ({ ...one, id }));
  const found = crowd(searchOf(nodes, 6));
  expect(found?.terms.map(({ mod }) => nodes[mod]?.name).sort()).toEqual(numbers(4).map((guest) => `guest-${guest}`));
});

test("a chair that two can have at one release, or a release that needs none, is no reason", () => {
  const shared = party(4, 3);
  shared[0] = node(0, "guest-0", ["chair-0 = 2.0"], ["chair-1 = 1.0"], ["chair-2 = 1.0"]);
  expect(crowd(searchOf(shared, 4))).toBeUndefined();
  const free = party(4, 3);
  free[0] = node(0, "guest-0", ["chair-0 = 1.0"], []);
  expect(crowd(searchOf(free, 4))).toBeUndefined();
});
