import { expect, test } from "vitest";
import { askedMod, askedMods } from "./asked-mod.ts";

test.each([
  ["flib", { name: "flib", range: undefined }],
  ["Squeak Through", { name: "Squeak Through", range: undefined }],
  ["jetpack@^0.4.0", { name: "jetpack", range: "^0.4.0" }],
  ["jetpack@>= 0.4, < 0.6", { name: "jetpack", range: ">= 0.4, < 0.6" }],
  ["noisy@false", { name: "noisy", range: false }],
])("%s", (text, mod) => expect(askedMod(text)).toEqual(mod));

test.each(["", "@1.0", "../x", "flib@", "flib@1", "flib@>> 2", "a/b"])("%j is refused", (text) => {
  expect(() => askedMod(text)).toThrow(expect.objectContaining({ code: "USAGE" }));
});

test("a mod that is named twice is refused, whatever is asked of it", () => {
  expect(askedMods(["flib", "jetpack@^0.4.0"])).toHaveLength(2);
  expect(() => askedMods(["flib", "jetpack", "flib@1.0"])).toThrow('flib is named twice: "flib" and "flib@1.0".');
  expect(() => askedMods(["flib", "flib"])).toThrow(expect.objectContaining({ code: "USAGE" }));
});
