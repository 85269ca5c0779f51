import { parseManifest } from "@factorio-lock/core";
import { expect, test } from "vitest";
import { pinnedWords } from "./pinned-words.ts";

const { mods } = parseManifest(
  'factorio: "2.0"\nmods:\n  a and b: ">= 1.2, < 2.0"\n  lamp-lib: "2.0.0"\n  crane: "*"\n',
  "mods.yaml",
);
const pinned = { name: "lamp-lib", version: "2.0.0", inManifest: false };

test.each([
  ["Your mods.yaml asks for lamp-lib 2.0.0.", ["You ask for lamp-lib 2.0.0."]],
  ["Your mods.yaml asks for lamp-lib.", ["You ask for lamp-lib."]],
  [
    "Your mods.yaml asks for a and b >= 1.2, < 2.0, crane and lamp-lib 2.0.0.",
    ["Your mods.yaml asks for a and b >= 1.2, < 2.0 and crane.", "You ask for lamp-lib 2.0.0."],
  ],
  [
    "Your mods.yaml also asks for crane and lamp-lib 2.0.0.",
    ["Your mods.yaml also asks for crane.", "You ask for lamp-lib 2.0.0."],
  ],
  [
    "Your mods.yaml asks for lamp-lib 2.0.0, but no release for Factorio 2.0 is in that range: the newest is 1.0.0.",
    ["You ask for lamp-lib 2.0.0, but no release for Factorio 2.0 is in that range: the newest is 1.0.0."],
  ],
  ["Your mods.yaml asks for crane.", ["Your mods.yaml asks for crane."]],
  ["crane 1.0 needs lamp-lib 1.0 or older.", ["crane 1.0 needs lamp-lib 1.0 or older."]],
])("%s", (line, told) => expect(pinnedWords([line], pinned, mods)).toEqual(told));

test("what mods.yaml asks for itself stays its own", () => {
  const line = "Your mods.yaml asks for crane and lamp-lib.";
  expect(pinnedWords([line], { ...pinned, inManifest: true }, mods)).toEqual([line]);
});
