import { expect, test } from "vitest";
import { isJsonBomb } from "./json-size.ts";

const MB = 1024 * 1024;
const bytes = (text: string) => Buffer.from(text);

test("nesting and numbers that no answer has are recognised", () => {
  expect(isJsonBomb(bytes("[".repeat(3 * MB) + "]".repeat(3 * MB)))).toBe(true);
  expect(isJsonBomb(bytes(`[${"{},".repeat(2_000_001)}0]`))).toBe(true);
});

test("a large list of mods is no bomb", () => {
  const mod = { name: "x", summary: 'says "[[[[" and \\ more', releases: [{ info_json: { dependencies: ["base"] } }] };
  expect(isJsonBomb(bytes(JSON.stringify(Array.from({ length: 100_000 }, () => mod))))).toBe(false);
});

test("brackets in texts do not count", () => {
  expect(isJsonBomb(bytes(JSON.stringify(['[\\"['.repeat(MB)])))).toBe(false);
  expect(isJsonBomb(bytes(`["unfinished ${"[".repeat(2 * MB)}`))).toBe(false);
});

test("small texts are let through to the parser", () => {
  expect(isJsonBomb(bytes("[".repeat(10_000)))).toBe(false);
});
