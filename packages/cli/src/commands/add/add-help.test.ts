import { ANY_RANGE, type ManifestChange, type Requirement } from "@factorio-lock/core";
import { expect, test } from "vitest";
import { askedMod } from "../../modpack/asked-mod.ts";
import { commandFor, shellCommand } from "../../modpack/suggestion.ts";
import { addRemedies } from "./add-help.ts";

const onDisk = new Map<string, Requirement>([["mast", { kind: "range", range: ANY_RANGE }]]);
const suggested = (asked: readonly string[], ...remedies: readonly (readonly ManifestChange[])[]) =>
  addRemedies(remedies, asked.map(askedMod), onDisk).map((changes) => shellCommand(commandFor(changes)));

const remove = (...names: readonly string[]) => ({ kind: "remove", names }) as const;
const range = (name: string, text: string) => ({ kind: "range", name, text }) as const;

test("what is suggested adds the mods, too", () => {
  expect(
    suggested(
      ["lamp", "bell@1.0"],
      [remove("mast")],
      [range("mast", ">= 1.0")],
      [{ kind: "expansion" }, remove("mast")],
      [range("lamp", ">= 1.0")],
      [remove("lamp")],
      [remove("lamp", "mast")],
      [remove("never-there")],
      [range("bell", ">= 0.9")],
    ),
  ).toEqual([
    "factorio-lock edit --remove mast --add lamp --add bell@1.0",
    'factorio-lock add "mast@>= 1.0" lamp bell@1.0',
    "factorio-lock edit --set expansion=true --remove mast --add lamp --add bell@1.0",
    'factorio-lock add "lamp@>= 1.0" bell@1.0',
  ]);
});

test("where nothing else helps, fewer of the mods are added, or other releases", () => {
  expect(suggested(["lamp", "bell@^1.0"], [remove("lamp")])).toEqual(['factorio-lock add "bell@^1.0"']);
  expect(suggested(["lamp@1.0", "bell"], [range("lamp", ">= 1.0")])).toEqual(['factorio-lock add "lamp@>= 1.0" bell']);
  expect(suggested(["lamp"], [remove("lamp")])).toEqual([]);
});
