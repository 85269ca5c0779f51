import fc from "fast-check";
import { expect, test } from "vitest";
import { sealTime } from "./seal.ts";

const hexDigits = Array.from({ length: 16 }, (_, digit) => digit.toString(16));
const sha1 = fc.string({ unit: fc.constantFrom(...hexDigits), minLength: 40, maxLength: 40 });
const size = fc.integer({ min: 0, max: 2 ** 32 });

test("law: a seal is an even second between 2000 and 2017, so that every file system keeps it", () => {
  fc.assert(
    fc.property(sha1, fc.string(), size, (sum, fileName, bytes) => {
      const seal = sealTime({ sha1: sum, fileName }, bytes);
      expect(seal % 2).toBe(0);
      expect(new Date(seal * 1000).getUTCFullYear()).toBeGreaterThanOrEqual(2000);
      expect(new Date(seal * 1000).getUTCFullYear()).toBeLessThanOrEqual(2017);
    }),
  );
});

test("seals of different archives, sizes and names differ", () => {
  const seals = new Set<number>();
  for (let bytes = 0; bytes < 1000; bytes += 1) {
    seals.add(sealTime({ sha1: "a".repeat(40), fileName: "crate_1.0.0.zip" }, bytes));
    seals.add(sealTime({ sha1: "b".repeat(40), fileName: "crate_1.0.0.zip" }, bytes));
    seals.add(sealTime({ sha1: "a".repeat(40), fileName: "chest_1.0.0.zip" }, bytes));
  }
  expect(seals.size).toBe(3000);
});
