import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { commandFor, shellCommand } from "./suggestion.ts";

const WORDS = [
  "plain",
  "lamp-lib@>= 1.0 < 2",
  "/srv/my mods (new)/a&b",
  "C:\\Games\\mods",
  "it's",
  "cost$5",
  "50%",
  "wow!",
  "expansion=true",
  "",
];

test.skipIf(process.platform === "win32")("a shell reads it the same", () => {
  for (const word of WORDS) {
    const script = (shellCommand(["add", word]) as string).replace("factorio-lock", "printf '%s\\n'");
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(`add\n${word}\n`);
  }
});

test("what no quotes hold is not suggested", () => {
  for (const word of ["a'b$c", "a\nb", "a\u001bb", "'$\\"]) expect(shellCommand(["add", word])).toBeUndefined();
});

test("one command makes all changes", () => {
  const lamp = { kind: "range", name: "lamp", text: ">= 1.0" } as const;
  const mast = { kind: "remove", names: ["mast", "sail"] } as const;
  expect(commandFor([mast])).toEqual(["remove", "mast", "sail"]);
  expect(commandFor([lamp, { kind: "newest", name: "bell" }, { kind: "refuse", name: "gong" }])).toEqual([
    "add",
    "lamp@>= 1.0",
    "bell",
    "gong@false",
  ]);
  expect(commandFor([{ kind: "expansion" }])).toEqual(["set", "expansion", "true"]);
  expect(commandFor([{ kind: "factorio", text: "2.1" }])).toEqual(["set", "factorio", "2.1"]);
  const gong = { kind: "disable", names: ["gong", "horn"] } as const;
  expect(commandFor([gong])).toEqual(["disable", "gong", "horn"]);
  expect(commandFor([gong, lamp])).toEqual(["edit", "--disable", "gong", "--disable", "horn", "--add", "lamp@>= 1.0"]);
  expect(commandFor([{ kind: "expansion" }, mast, lamp])).toEqual([
    ...["edit", "--set", "expansion=true", "--remove", "mast", "--remove", "sail", "--add", "lamp@>= 1.0"],
  ]);
});
