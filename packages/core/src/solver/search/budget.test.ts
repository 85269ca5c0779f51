import { describe, expect, test } from "vitest";
import { endOfSlice, isSpent, makeBudget, partOf, spend, spendOne } from "./budget.ts";

describe("a budget", () => {
  test.each([Number.POSITIVE_INFINITY, Number.NaN, -1, 0.5, 2 ** 53])("is never %s steps", (steps) => {
    expect(() => makeBudget(steps)).toThrow("is not a number of steps");
    expect(() => partOf(makeBudget(10), steps)).toThrow("is not a number of steps");
    expect(() => endOfSlice(makeBudget(10), steps)).toThrow("is not a number of steps");
    expect(() => endOfSlice({ left: steps, whole: undefined }, 1)).toThrow("is not a number of steps");
  });

  test("ends", () => {
    const budget = makeBudget(2);
    expect([spendOne(budget), spendOne(budget), spendOne(budget)]).toEqual([true, true, false]);
    expect(isSpent(budget)).toBe(true);
  });

  test("is never owed", () => {
    const budget = makeBudget(2);
    spend(budget, 5);
    expect(budget.left).toBe(0);
  });

  test("a part spends of the whole, and has no more than that", () => {
    const whole = makeBudget(10);
    const part = partOf(whole, 4);
    spend(part, 3);
    expect([part.left, whole.left]).toEqual([1, 7]);
    expect(partOf(whole, 50).left).toBe(7);
  });
});

describe("a slice", () => {
  test("has at least one step and ends with the budget", () => {
    expect(endOfSlice(makeBudget(10), 4)).toBe(6);
    expect(endOfSlice(makeBudget(10), 400)).toBe(0);
    expect(() => endOfSlice(makeBudget(10), 0)).toThrow("is not a number of steps");
  });
});
