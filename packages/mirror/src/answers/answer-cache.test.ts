import { expect, test } from "vitest";
import { createAnswerCache } from "./answer-cache.ts";
import { render } from "./rendered.ts";

const LIMIT = 100_000;

test("an answer is rendered once for a subject, and anew for another", () => {
  const cache = createAnswerCache(LIMIT);
  let made = 0;
  const make = () => {
    made += 1;
    return render({ made });
  };
  const subject = {};
  expect(cache.get("a", subject, make)).toBe(cache.get("a", subject, make));
  void cache.get("a", {}, make);
  expect(made).toBe(2);
});

test.each([
  ["long answers", (at: number) => [`k${at}`, "x".repeat(10_000)] as const],
  ["long keys", (at: number) => [`${at}`.padStart(10_000, "k"), ""] as const],
])("the least used of many %s go first", (_, entry) => {
  const cache = createAnswerCache(LIMIT);
  const subject = {};
  const ask = (at: number): boolean => {
    let isNew = false;
    const [key, value] = entry(at);
    void cache.get(key, subject, () => {
      isNew = true;
      return render(value);
    });
    return isNew;
  };
  for (let at = 0; at < 50; at += 1) {
    ask(at);
    expect(ask(0)).toBe(false);
  }
  expect(ask(49)).toBe(false);
  expect(ask(1)).toBe(true);
});

test("an answer that would fill half of the cache is not kept", () => {
  const cache = createAnswerCache(LIMIT);
  const subject = {};
  const big = () => render("x".repeat(LIMIT));
  expect(cache.get("big", subject, big)).not.toBe(cache.get("big", subject, big));
});
