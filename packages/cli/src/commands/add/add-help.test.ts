import { ANY_RANGE, type Requirement } from "@factorio-lock/core";
import { expect, test } from "vitest";
import { addSuggestions } from "./add-help.ts";
import { askedMod } from "./asked-mod.ts";

const onDisk = new Map<string, Requirement>([["mast", { kind: "range", range: ANY_RANGE }]]);
const suggested = (asked: readonly string[], ...suggestions: readonly string[]) =>
  addSuggestions(suggestions, asked.map(askedMod), onDisk);

test("what is suggested adds the mods, too", () => {
  expect(
    suggested(
      ["lamp", "bell@1.0"],
      "factorio-lock remove mast",
      'factorio-lock add "mast@>= 1.0"',
      "factorio-lock set expansion true && factorio-lock remove mast",
      'factorio-lock add "lamp@>= 1.0"',
      "factorio-lock remove lamp",
      "factorio-lock remove lamp mast",
      "factorio-lock remove never-there",
      'factorio-lock add "bell@>= 0.9"',
    ),
  ).toEqual([
    "factorio-lock remove mast && factorio-lock add lamp bell@1.0",
    'factorio-lock add "mast@>= 1.0" lamp bell@1.0',
    "factorio-lock set expansion true && factorio-lock remove mast && factorio-lock add lamp bell@1.0",
    'factorio-lock add "lamp@>= 1.0" bell@1.0',
  ]);
});

test("where nothing else helps, fewer of the mods are added, or other releases", () => {
  expect(suggested(["lamp", "bell@^1.0"], "factorio-lock remove lamp")).toEqual(['factorio-lock add "bell@^1.0"']);
  expect(suggested(["lamp@1.0", "bell"], 'factorio-lock add "lamp@>= 1.0"')).toEqual([
    'factorio-lock add "lamp@>= 1.0" bell',
  ]);
  expect(suggested(["lamp"], "factorio-lock remove lamp")).toEqual([]);
});
