import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { levelOf } from "../../testing/make-save.ts";
import { settingValues } from "../mod-settings/setting-values.ts";
import { parseSaveHeader } from "./save-header.ts";

const MODS = [
  { name: "base", version: "2.0.72" },
  { name: "gear-box", version: "0.4.300" },
  { name: "Wide River", version: "2019.11.20" },
];

describe("the header of a save", () => {
  test.each([
    "0.13.20",
    "0.14.13",
    "0.14.23",
    "0.15.40",
    "0.16.51",
    "0.17.79",
    "0.18.2",
    "1.0.0",
    "1.1.110",
    "2.0.72",
    "2.1.12",
  ])("of Factorio %s", (game) => {
    const header = parseSaveHeader(levelOf({ game, mods: MODS }));
    expect(header).toMatchObject({ game, mods: MODS });
  });

  test("more than 254 mods, and long names", () => {
    const mods = Array.from({ length: 300 }, (_, at) => ({ name: `mod-${at}-${"x".repeat(at)}`, version: "1.0.0" }));
    const all = [{ name: "base", version: "1.1.0" }, ...mods];
    expect(parseSaveHeader(levelOf({ game: "1.1.0", mods: all }))).toMatchObject({ mods: all });
  });

  test("with startup settings", () => {
    const header = parseSaveHeader(
      levelOf({ game: "2.0.72", mods: MODS, startup: { loud: { any: false, type: "bool", value: true } } }),
    );
    if (typeof header === "string" || !header.startup) throw new Error("no settings");
    expect(settingValues(header.startup)).toEqual({ values: { loud: true }, unreadable: [] });
  });

  test("cut off within the settings it still tells the mods", () => {
    const level = levelOf({ game: "2.0.72", mods: MODS, startup: { a: { any: false, type: "string", value: "b" } } });
    const header = parseSaveHeader(level.subarray(0, level.length - 204));
    expect(header).toMatchObject({ mods: MODS, startup: undefined });
  });

  test("of a game that wrote it otherwise is refused", () => {
    expect(parseSaveHeader(levelOf({ game: "0.12.35", mods: MODS }))).toBe("too old");
  });

  test("without base there is no list of mods", () => {
    expect(parseSaveHeader(levelOf({ game: "2.0.72", mods: MODS.slice(1) }))).toBe("unknown");
  });

  test("law: cut off anywhere before its mods end, it is unknown", () => {
    const level = levelOf({ game: "2.0.72", mods: MODS });
    const whole = level.indexOf("Wide River") + "Wide River".length + 3;
    for (let length = 0; length < whole; length += 1)
      expect(parseSaveHeader(level.subarray(0, length))).toBe("unknown");
  });

  test("law: any bytes are a header or a fault", () => {
    const level = levelOf({ game: "2.0.72", mods: MODS });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(level.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        (changes) => {
          const bytes = Buffer.from(level);
          for (const [at, value] of changes) bytes[at] = value;
          const header = parseSaveHeader(bytes);
          if (typeof header !== "string") expect(header.mods.some(({ name }) => name === "base")).toBe(true);
        },
      ),
    );
  });
});
