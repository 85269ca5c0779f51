import { expect, test } from "vitest";
import { node } from "../../../testing/nodes.ts";
import { makeUsable } from "./usable.ts";

test("a mod that says nothing amiss may be absent or any release", () => {
  expect(makeUsable(node(0, "a", ["b", "? b >= y", "a >= 1.0", "! c"], []))).toEqual({ states: [0, 2], facts: [] });
});

test("what it does not meet itself, or nobody can read, rules releases out, each reason once (R6, R7)", () => {
  const { states, facts } = makeUsable(
    node(3, "a", ["a >= 2.0"], ["a >= 2.0"], ["! a"], ["b >= y"], ["b >= y", "b >= y"], ["~ b >= y"]),
  );
  expect(states).toEqual([0, 0, 2, 2]);
  expect(facts.map(({ terms, cause }) => [terms, cause.kind])).toEqual([
    [[{ mod: 3, set: [1, 1] }], "self"],
    [[{ mod: 3, set: [3, 3] }], "self"],
    [[{ mod: 3, set: [4, 5] }], "unreadable"],
    [[{ mod: 3, set: [6, 6] }], "unreadable"],
  ]);
});

test("the game itself is always there", () => {
  const base = { ...node(0, "base", []), origin: "builtin" as const };
  expect(makeUsable(base)).toEqual({
    states: [1, 1],
    facts: [{ terms: [{ mod: 0, set: [0, 0] }], cause: { kind: "always" } }],
  });
  expect(makeUsable({ ...node(0, "quality", []), origin: "builtin" }).states).toEqual([0, 1]);
  expect(makeUsable(node(0, "base", [])).states).toEqual([0, 1]);
});
