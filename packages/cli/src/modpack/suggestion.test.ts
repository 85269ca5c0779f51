import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { stepsOf, suggestionOf } from "./suggestion.ts";

const WORDS = [
  "plain",
  "lamp-lib@>= 1.0 < 2",
  "/srv/my mods (new)/a&b",
  "C:\\Games\\mods",
  "it's",
  "cost$5",
  "50%",
  "wow!",
  "",
];

test("what is quoted is read back the same", () => {
  for (const word of WORDS) {
    const suggestion = suggestionOf([
      ["add", word],
      ["lock", "--cwd", word],
    ]) as string;
    expect(stepsOf(suggestion), word).toEqual([
      ["add", word],
      ["lock", "--cwd", word],
    ]);
  }
});

test.skipIf(process.platform === "win32")("a shell reads it the same", () => {
  for (const word of WORDS) {
    const suggestion = suggestionOf([["add", word]]) as string;
    const script = suggestion.replace("factorio-lock", "printf '%s\\n'");
    expect(execFileSync("sh", ["-c", script], { encoding: "utf8" })).toBe(`add\n${word}\n`);
  }
});

test("what no quotes hold is not suggested", () => {
  for (const word of ["a'b$c", "a\nb", "a\u001bb", "'$\\"]) expect(suggestionOf([["add", word]])).toBeUndefined();
});
