import { describe, expect, test } from "vitest";
import { COMMANDS } from "../commands/index.ts";
import { parse } from "./parse.ts";

describe("what is right elsewhere is refused, with what was meant", () => {
  test.each([
    [["uninstall", "flib"], "did you mean `factorio-lock remove`?"],
    [["rm", "flib"], "did you mean `factorio-lock remove`?"],
    [["i"], "did you mean `factorio-lock install`?"],
    [["install", "flib"], "`factorio-lock add flib` adds a mod."],
    [["install", "flib@^1"], '`factorio-lock add "flib@^1"` adds a mod.'],
    [["install", "../x"], "`factorio-lock add NAME` adds a mod."],
    [["install", "https://mods.factorio.com/mod/flib"], "`factorio-lock add flib` adds a mod."],
    [["add", "flib", "0.16.5"], "did you mean `factorio-lock add flib@0.16.5`?"],
    [["add", "Squeak Through", "1.8"], 'did you mean `factorio-lock add "Squeak Through@1.8"`?'],
    [["add", "https://mods.factorio.com/mod/flib"], "did you mean `factorio-lock add flib`?"],
    [
      ["add", "mods.factorio.com/mod/Squeak%20Through?from=search"],
      'did you mean `factorio-lock add "Squeak Through"`?',
    ],
    [["add", "./folder"], "write in mods.yaml, among the mods: `my-mod: { path: ./folder }`"],
    [["add", "/my folder"], 'write in mods.yaml, among the mods: `my-mod: { path: "/my folder" }`'],
    [["update", "flib@0.16.5"], "did you mean `factorio-lock update flib --precise 0.16.5`?"],
    [["update", "flib@^1.0"], '`factorio-lock add "flib@^1.0"` changes what mods.yaml asks for.'],
    [["diff", "HEAD~2..HEAD"], "did you mean `factorio-lock diff HEAD~2 HEAD`?"],
    [["diff", "main...v1.2"], "did you mean `factorio-lock diff main v1.2`?"],
  ])("%j", (args, hint) => {
    expect(() => parse(args, COMMANDS)).toThrow(expect.objectContaining({ code: "USAGE", hint }));
  });

  test.each([
    [["add", "flib", "jetpack@1.0"]],
    [["update", "flib", "Squeak Through"]],
    [["diff", "../mods.lock"]],
    [["diff", "a/../mods.lock"]],
    [["diff", "..\\mods.lock"]],
    [["diff", "old..new.lock"]],
    [["diff", "v1.2"]],
    [["diff", "main", "HEAD"]],
  ])("%j is understood", (args) => expect(parse(args, COMMANDS).args.words).toEqual(args.slice(1)));

  test("what is no page of the mod portal is left to the reading of names", () => {
    expect(() => parse(["add", "https://mods.factorio.com/mod/%ff"], COMMANDS)).not.toThrow();
    expect(() => parse(["add", "https://mods.factorio.com/mod/..%2f"], COMMANDS)).not.toThrow();
  });
});
