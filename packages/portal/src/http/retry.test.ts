import { FactorioLockError } from "@factorio-lock/core";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { PortalError } from "../error.ts";
import { LIMITS } from "./limits.ts";
import { pause, retry } from "./retry.ts";

const QUICK = { backOffMs: 1, backOffMaxMs: 2, retryAfterMaxMs: 5 };
const overloaded = (retryAfterMs?: number) =>
  new PortalError("PORTAL_ERROR", "overloaded", {
    transient: true,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  });

async function count(fail: (attempt: number) => unknown, options: Parameters<typeof retry>[1] = {}) {
  const attempts: number[] = [];
  const outcome = await retry(
    (attempt) => {
      attempts.push(attempt);
      const error = fail(attempt);
      return error === undefined ? Promise.resolve("done") : Promise.reject(error as Error);
    },
    { limits: QUICK, ...options },
  ).catch((error: unknown) => error);
  return { attempts, outcome };
}

describe("retry", () => {
  test("what works is not done twice", async () => {
    expect(await count(() => undefined)).toEqual({ attempts: [1], outcome: "done" });
  });

  test("a passing fault is tried three times in all", async () => {
    const { attempts, outcome } = await count(() => overloaded());
    expect(attempts).toEqual([1, 2, 3]);
    expect(outcome).toMatchObject({ code: "PORTAL_ERROR" });
    expect(await count((attempt) => (attempt < 3 ? overloaded() : undefined))).toMatchObject({ outcome: "done" });
  });

  test("any other error is thrown at once", async () => {
    for (const error of [
      new Error("defect"),
      new FactorioLockError("UNSAFE_NAME", "x"),
      new PortalError("PORTAL_ERROR", "404"),
    ]) {
      expect(await count(() => error)).toEqual({ attempts: [1], outcome: error });
    }
  });

  test("no pause is begun that would outlast the budget", async () => {
    const limits = { ...QUICK, budgetMs: 1000, retryAfterMaxMs: 10_000 };
    expect((await count(() => overloaded(5000), { limits })).attempts).toEqual([1]);
  });

  test("a signal ends a pause", async () => {
    const controller = new AbortController();
    const onRetry = () => controller.abort();
    const { attempts, outcome } = await count(() => overloaded(5000), {
      limits: { retryAfterMaxMs: 10_000 },
      signal: controller.signal,
      onRetry,
    });
    expect(attempts).toEqual([1]);
    expect(outcome).toMatchObject({ code: "INTERRUPTED" });
  });
});

describe("pause", () => {
  test("is random within a room that doubles up to its end", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, chance) => {
        const room = Math.min(LIMITS.backOffMaxMs, LIMITS.backOffMs * 2 ** (attempt - 1));
        expect(pause(attempt, undefined, LIMITS, chance)).toBeCloseTo(chance * room);
      }),
    );
  });

  test("is at least Retry-After, which counts up to ten seconds", () => {
    expect(pause(1, 2000, LIMITS, 0)).toBe(2000);
    expect(pause(1, 3_600_000, LIMITS, 1)).toBe(10_000);
    expect(pause(1, 1, LIMITS, 1)).toBe(400);
  });
});
