import { expect, test } from "vitest";
import { askedMod, askedMods } from "./asked-mod.ts";

test.each([
  ["flib", { name: "flib", range: undefined }],
  ["Squeak Through", { name: "Squeak Through", range: undefined }],
  ["jetpack@^0.4.0", { name: "jetpack", range: "^0.4.0" }],
  ["jetpack@>= 0.4, < 0.6", { name: "jetpack", range: ">= 0.4, < 0.6" }],
  ["noisy@false", { name: "noisy", range: false }],
  ["lamp-kit >= 1.0.0", { name: "lamp-kit", range: ">= 1.0.0" }],
  ["lamp kit>=1.0.0 <2.0.0", { name: "lamp kit", range: ">=1.0.0 <2.0.0" }],
])("%s", (text, mod) => expect(askedMod(text)).toEqual(mod));

test.each(["", "@1.0", "../x", "flib@", "flib@1", "flib@>> 2", "a/b"])("%j is refused", (text) => {
  expect(() => askedMod(text)).toThrow(expect.objectContaining({ code: "USAGE" }));
});

test("a mod that is named twice is refused, whatever is asked of it", () => {
  expect(askedMods(["flib", "jetpack@^0.4.0"])).toHaveLength(2);
  expect(() => askedMods(["flib", "jetpack", "flib@1.0"])).toThrow('flib is named twice: "flib" and "flib@1.0".');
  expect(() => askedMods(["flib", "flib"])).toThrow(expect.objectContaining({ code: "USAGE" }));
});

test.each([
  ["lamp-kit@latest", "`factorio-lock add lamp-kit` takes the newest release that fits."],
  ["lamp-kit@v1.0.0", "did you mean `factorio-lock add lamp-kit@1.0.0`?"],
])("%s is refused with what is meant", (text, hint) => {
  expect(() => askedMod(text)).toThrow(expect.objectContaining({ code: "USAGE", hint }));
});
