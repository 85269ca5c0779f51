import { expect, test } from "vitest";
import { type Account, createBudget, MIN_PIECE } from "./budget.ts";

const LIMITS = { bytesInFlight: 16 * MIN_PIECE, bytesPerAddress: 2 * MIN_PIECE };

test("the answer that has stalled longest gives way when its address has no room left, and no other's", async () => {
  const budget = createBudget(LIMITS);
  const givenUp: string[] = [];
  const open = (address: string, name: string, stalledFor: number): Account => {
    const account: Account = budget.open(address, () => {
      givenUp.push(name);
      budget.close(account);
    });
    expect(budget.take(account)).toBe(MIN_PIECE);
    account.stalledSince = performance.now() - stalledFor;
    return account;
  };
  open("9.9.9.9", "other", 90_000);
  open("8.8.8.8", "newer", 2_000);
  open("8.8.8.8", "older", 3_000);
  const waiting = budget.open("8.8.8.8", () => {});
  expect(budget.take(waiting)).toBe(0);
  expect(await budget.room(waiting)).toBe(true);
  expect(givenUp).toEqual(["older"]);
  expect(budget.take(waiting)).toBe(MIN_PIECE);
});

test("one that has stalled for a moment only is waited for, and then gives way", async () => {
  const budget = createBudget(LIMITS);
  const givenUp: string[] = [];
  const stalls: Account = budget.open("8.8.8.8", () => {
    givenUp.push("stalls");
    budget.close(stalls);
  });
  while (budget.take(stalls, MIN_PIECE) > 0);
  stalls.stalledSince = performance.now();
  const room = budget.room(budget.open("8.8.8.8", () => {}));
  budget.makeRoom();
  expect(givenUp).toEqual([]);
  stalls.stalledSince = performance.now() - 5_000;
  budget.makeRoom();
  expect(await room).toBe(true);
  expect(givenUp).toEqual(["stalls"]);
});

test("pieces grow smaller, and never make more than there is", () => {
  const limits = { bytesInFlight: 64 * 1024 * 1024, bytesPerAddress: 32 * 1024 * 1024 };
  const budget = createBudget(limits);
  const sizes = Array.from({ length: 9_000 }, () => budget.take(budget.open("8.8.8.8", () => {})));
  expect(sizes[0]).toBeGreaterThan(64 * 1024);
  expect(sizes.filter((size) => size === MIN_PIECE).length).toBeGreaterThan(100);
  expect(sizes.at(-1)).toBe(0);
  expect(budget.taken()).toBeLessThanOrEqual(limits.bytesPerAddress);
  expect(budget.take(budget.open("9.9.9.9", () => {}))).toBeGreaterThan(64 * 1024);
});
