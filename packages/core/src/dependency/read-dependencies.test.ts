import { expect, test } from "vitest";
import { type KnownStrings, readDependencies } from "./read-dependencies.ts";

test("what can be read and what cannot are distinguished, each in its order", () => {
  const { dependencies, unreadable } = readDependencies(["b >= 1.0", "? x >= y", "a", "!"], new Map());
  expect(dependencies.map(({ text }) => text)).toEqual(["b >= 1.0", "a"]);
  expect(unreadable.map(({ text }) => text)).toEqual(["? x >= y", "!"]);
});

test("equal text is the same object, from one release to the next", () => {
  const known: KnownStrings = new Map();
  const [one] = readDependencies(["a", "b"], known).dependencies;
  const [, other] = readDependencies(["b", "a"], known).dependencies;
  expect(other).toBe(one);
});
