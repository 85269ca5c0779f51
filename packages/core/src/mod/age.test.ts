import { expect, test } from "vitest";
import { ageWords, isTooYoung, parseAge } from "./age.ts";

const DAY = 24 * 60 * 60 * 1000;

test.each([
  ["7d", 7 * DAY, "7 days"],
  [" 1d ", DAY, "1 day"],
  ["36h", 1.5 * DAY, "36 hours"],
  ["2w", 14 * DAY, "2 weeks"],
  ["0d", 0, "0 days"],
])("%j", (text, milliseconds, words) => {
  const age = parseAge(text);
  expect(age).toEqual({ text: text.trim(), milliseconds });
  expect(age && ageWords(age)).toBe(words);
});

test.each(["", "7", "d", "7D", "7 d", "-1d", "1.5d", "7days", "7m", "123456d"])("%j is no age", (text) => {
  expect(parseAge(text)).toBeUndefined();
});

test("a release is too young until the age has passed", () => {
  const released = (releasedAt: string, text: string) => {
    const age = parseAge(text);
    return age && isTooYoung({ releasedAt }, { age, now: "2026-01-08T12:00:00.000Z" });
  };
  expect(released("2026-01-01T12:00:00.000001Z", "7d")).toBe(false);
  expect(released("2026-01-01T12:00:00.001000Z", "7d")).toBe(true);
  expect(released("2026-01-09T12:00:00.000000Z", "7d")).toBe(true);
  expect(released("2026-01-09T12:00:00.000000Z", "0d")).toBe(false);
  expect(released("who knows", "7d")).toBe(false);
});
