import { expect, test } from "vitest";
import { parseRetryAfter } from "./retry-after.ts";

const NOW = Date.UTC(2026, 0, 2, 3, 4, 5);

test.each([
  ["0", 0],
  ["2", 2000],
  [" 120 ", 120_000],
  ["Fri, 02 Jan 2026 03:04:15 GMT", 10_000],
  ["Fri, 02 Jan 2026 03:04:00 GMT", 0],
  [undefined, undefined],
  ["", undefined],
  ["-1", undefined],
  ["1.5", undefined],
  ["soon", undefined],
  ["2026", 2_026_000],
  ["9999999999", undefined],
])("Retry-After: %s is %s ms", (header, expected) => {
  expect(parseRetryAfter(header, NOW)).toBe(expected);
});
