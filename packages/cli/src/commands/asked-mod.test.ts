import { expect, test } from "vitest";
import { askedMod } from "./asked-mod.ts";

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
