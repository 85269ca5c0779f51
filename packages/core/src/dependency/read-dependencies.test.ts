import { expect, test } from "vitest";
import { type KnownStrings, readDependencies, readReleases } from "./read-dependencies.ts";

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

test("the releases of a mod are read as each alone would be, and share what they have in common", () => {
  const known: KnownStrings = new Map();
  const releases = [["a", "b >= 1.0"], ["a", "b >= 1.0"], ["a", "b >= 1.1", "? x >= y"], ["b >= 1.0"], [], []];
  const read = readReleases(releases, known);
  for (const [at, strings] of releases.entries()) {
    const { dependencies, unreadable } = read[at]!;
    expect({ dependencies, unreadable }).toEqual(readDependencies(strings, new Map()));
  }
  expect(read[1]!.dependencies).toBe(read[0]!.dependencies);
  expect(read[2]!.dependencies[0]).toBe(read[0]!.dependencies[0]);
  expect(read[3]!.dependencies[0]).toBe(read[0]!.dependencies[1]);
  expect(known.size).toBe(4);
});
