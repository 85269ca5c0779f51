import { expect, test } from "vitest";
import { cleanJson, cleanText } from "./clean-text.ts";

test("nothing that Unicode ignores by default is shown, nor is what looks empty", () => {
  const left: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    if (/[\p{DI}\p{Cc}\u2028\u2029\u2800]/u.test(character) && cleanText(`a${character}b`).replace(" ", "") !== "ab") {
      left.push(code.toString(16));
    }
  }
  expect(left).toEqual([]);
});

test("an emoji stays one", () => {
  expect(cleanText("\u2764\ufe0f a\ufe0f")).toBe("\u2764\ufe0f a");
});

test("JSON keeps such characters, escaped", () => {
  const text = "a\u{e0041}\u3164b";
  const json = cleanJson(JSON.stringify(text));
  expect(json).toBe('"a\\udb40\\udc41\\u3164b"');
  expect(JSON.parse(json)).toBe(text);
});
