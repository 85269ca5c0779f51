import { describe, expect, test } from "vitest";
import { formatModList, parseModList } from "./mod-list.ts";

describe("mod-list.json", () => {
  test("is read as the game writes it", () => {
    const entries = [
      { name: "base", enabled: true },
      { name: "alpha", enabled: false, version: "1.0.0" },
    ];
    expect(parseModList(formatModList(entries))).toEqual(entries);
  });

  test("is read leniently: old texts for booleans, entries that are none, doubles, a byte order mark", () => {
    const mods = [
      { name: "old", enabled: "false" },
      { name: "bare" },
      null,
      5,
      { enabled: true },
      { name: 7 },
      { name: "twice", enabled: true },
    ];
    const text = `\u{feff}${JSON.stringify({ mods: [...mods, { name: "twice", enabled: false, version: 3 }], more: {} })}`;
    expect(parseModList(text)).toEqual([
      { name: "old", enabled: false },
      { name: "bare", enabled: true },
      { name: "twice", enabled: false },
    ]);
  });

  test("takes `__proto__` for a name", () => {
    expect(parseModList('{"mods":[{"name":"__proto__","enabled":false}],"__proto__":{"mods":[]}}')).toEqual([
      { name: "__proto__", enabled: false },
    ]);
  });

  test.each(["", "null", "[]", "{}", '{"mods":{}}', '{"mods":', "nonsense"])("is no list: %j", (text) => {
    expect(parseModList(text)).toBeUndefined();
  });
});
