import { describe, expect, it, test } from "vitest";
import { pack } from "../version/version.ts";
import { type BuiltinMod, builtinMods } from "./builtins.ts";
import { formatLine, type GameVersion, lineServes, parseGameVersion } from "./game-version.ts";

function game(text: string): GameVersion {
  const version = parseGameVersion(text);
  if (!version) throw new Error(text);
  return version;
}

const table = (mods: Map<string, BuiltinMod>) =>
  Object.fromEntries([...mods].map(([name, mod]) => [name, mod.dependencies]));

describe("game versions (R4)", () => {
  it("a line stands for a patch newer than any", () => {
    expect(game("2.0")).toEqual({
      text: "2.0",
      line: { major: 2, minor: 0 },
      exact: false,
      packed: pack(2, 0, 65_535),
    });
  });

  it("three numbers are exact", () => {
    expect(game("2.0.77")).toEqual({
      text: "2.0.77",
      line: { major: 2, minor: 0 },
      exact: true,
      packed: pack(2, 0, 77),
    });
    expect(game("2.0.0").exact).toBe(true);
    expect(formatLine(game("0.18.47").line)).toBe("0.18");
  });

  test.each(["2", "2.0.77.1", "2.x", "latest", "", "2.0-beta", "2.65536"])("%j is none", (text) => {
    expect(parseGameVersion(text)).toBeUndefined();
  });
});

describe("lineServes (R1)", () => {
  test.each([
    ["2.0", "2.0", true],
    ["2.0.33", "2.0", true],
    ["02.00", "2.0", true],
    ["2.1", "2.0", false],
    ["1.1", "2.1", false],
    ["0.18", "1.0", true],
    ["0.18.3", "1.0", true],
    ["1.0", "0.18", false],
    ["0.18", "1.1", false],
    ["0.17", "1.0", false],
    ["", "2.0", false],
    ["2", "2.0", false],
  ])("%j for %s: %s", (factorioVersion, line, serves) => {
    expect(lineServes(factorioVersion, game(line).line)).toBe(serves);
  });
});

describe("builtin mods (R4)", () => {
  it("of each line, with what they need", () => {
    expect(table(builtinMods(game("1.1")))).toEqual({ base: [] });
    expect(table(builtinMods(game("2.0")))).toEqual({
      base: [],
      "elevated-rails": ["base"],
      quality: ["base"],
      "space-age": ["base", "elevated-rails", "quality"],
    });
    expect(table(builtinMods(game("2.1.12")))).toEqual({
      base: [],
      "elevated-rails": ["base"],
      quality: ["base", "recycler"],
      recycler: ["base"],
      "space-age": ["base", "elevated-rails", "+ quality", "recycler"],
    });
  });

  it("carry the game's version", () => {
    expect([...builtinMods(game("2.0.77")).values()].every((mod) => mod.packed === pack(2, 0, 77))).toBe(true);
    expect(builtinMods(game("2.0")).get("base")?.packed).toBe(pack(2, 0, 65_535));
  });

  it("are only those that the installed game has", () => {
    expect([...builtinMods(game("2.0"), [{ name: "base", version: "2.0.75" }]).keys()]).toEqual(["base"]);
    expect([...builtinMods(game("2.0"), []).keys()]).toEqual(["base"]);
  });

  it("are not those of an installed game of another line", () => {
    const refused = { code: "USAGE", hint: expect.stringContaining("factorio-lock set factorio 2.1") };
    expect(() => builtinMods(game("2.0"), [{ name: "base", version: "2.1.3" }])).toThrow(
      expect.objectContaining(refused),
    );
    expect(() => builtinMods(game("2.0.77"), [{ name: "base", version: "2.0.75" }])).not.toThrow();
  });

  it("carry what the installed game says instead", () => {
    const mods = builtinMods(game("2.0.75"), [
      { name: "base", version: "2.0.75" },
      { name: "quality", version: "2.0.73", dependencies: ["base >= 2.0.0"] },
      { name: "paper-lanterns", version: "1.0.0" },
    ]);
    expect(mods.get("quality")).toEqual({ name: "quality", packed: pack(2, 0, 73), dependencies: ["base >= 2.0.0"] });
    expect(mods.get("base")).toEqual({ name: "base", packed: pack(2, 0, 75), dependencies: [] });
    expect(mods.get("paper-lanterns")).toMatchObject({ packed: pack(1, 0, 0), dependencies: [] });
  });
});
