import { expect, test } from "vitest";
import { makePatience } from "./patience.ts";

test("every measure waits for at least one conflict, also of the least patient search", () => {
  for (const value of Object.values(makePatience(1))) expect(value).toBeGreaterThanOrEqual(1);
});

test("a search that is to wait longer waits longer with each measure", () => {
  const usual = makePatience();
  const long = makePatience(10 * usual.order);
  for (const key of Object.keys(usual) as (keyof typeof usual)[]) expect(long[key], key).toBeGreaterThan(usual[key]);
});

test("nothing but a number of conflicts is taken", () => {
  for (const wrong of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => makePatience(wrong)).toThrow();
});
