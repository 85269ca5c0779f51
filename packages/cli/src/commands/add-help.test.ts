import { ANY_RANGE, type Requirement } from "@factorio-lock/core";
import { expect, test } from "vitest";
import { addHelp } from "./add-help.ts";
import { askedMod } from "./asked-mod.ts";

const onDisk = new Map<string, Requirement>([["mast", { kind: "range", range: ANY_RANGE }]]);
const help = (asked: readonly string[], ...suggestions: readonly string[]) =>
  addHelp(suggestions, asked.map(askedMod), onDisk);

test("what is suggested can be run, and then the same add succeeds", () => {
  const good = [
    "factorio-lock remove mast",
    'factorio-lock add "mast@>= 1.0"',
    "factorio-lock set expansion true && factorio-lock remove mast",
    'factorio-lock add "lamp@>= 1.0"',
  ];
  const bad = ["factorio-lock remove lamp", "factorio-lock remove lamp mast", "factorio-lock remove never-there"];
  expect(help(["lamp", "bell@1.0"], ...good, ...bad)).toEqual({ suggestions: good });
});

test("where only another add would do, that is the hint", () => {
  expect(help(["lamp", "bell@^1.0"], "factorio-lock remove lamp")).toEqual({
    suggestions: [],
    hint: '`factorio-lock add "bell@^1.0"` would do.',
  });
  expect(help(["lamp@1.0", "bell"], 'factorio-lock add "lamp@>= 1.0"')).toEqual({
    suggestions: [],
    hint: '`factorio-lock add "lamp@>= 1.0" bell` would do.',
  });
  expect(help(["lamp"], "factorio-lock remove lamp")).toEqual({ suggestions: [] });
});
