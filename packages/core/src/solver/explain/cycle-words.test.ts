import { expect, test } from "vitest";
import { chainOf, cycleWords } from "./cycle-words.ts";

test("two mods wait for each other", () => {
  expect(cycleWords(["a", "b"], ["a 1.0", "b 1.0"])).toBe("a 1.0 and b 1.0 would each have to load before the other");
  expect(chainOf(["a", "b"])).toBe("a → b → a");
});

test("three and more form a circle", () => {
  expect(cycleWords(["a", "b", "c"], ["a 1.0", "b 1.0", "c 1.0"])).toBe(
    "a 1.0, b 1.0 and c 1.0 would have to load in a circle: a → b → c → a",
  );
  expect(cycleWords(["a", "b", "c"])).toBe("a, b and c would have to load in a circle: a → b → c → a");
});
