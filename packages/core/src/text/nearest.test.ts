import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nearest } from "./nearest.ts";

describe("nearest", () => {
  test.each([
    ["facotrio", "factorio", "two letters swapped"],
    ["factoro", "factorio", "a letter missing"],
    ["factorioo", "factorio", "a letter too much"],
    ["fectorio", "factorio", "a wrong letter"],
    ["FACTORIO", "factorio", "another case"],
    ["mod_directory", "modDirectory", "blanks, dashes and case do not count"],
    ["mod", "mods", "the beginning"],
    ["expansions", "expansion", "more than the name"],
    ["modsDirectory", "modDirectory", "one slip is nearer than a name with much behind it"],
    ["settings-of-mine", "settings", "a name with much behind it"],
  ])("%s means %s: %s", (written, meant) => {
    expect(nearest(written, ["factorio", "expansion", "modDirectory", "mods", "settings"], 1)).toEqual([meant]);
  });

  test("what is far from every name means none", () => {
    expect(nearest("flib", ["factorio", "expansion", "modDirectory", "mods", "settings"])).toEqual([]);
    expect(nearest("", ["a"])).toEqual([]);
    expect(nearest("x".repeat(1000), ["x".repeat(999)])).toEqual([]);
  });

  test("the nearest come first: other spelling, beginning, slips", () => {
    const names = ["evendistribution", "even-distribution-lite", "event-distribution", "other"];
    expect(nearest("even-distribution", names)).toEqual([
      "evendistribution",
      "even-distribution-lite",
      "event-distribution",
    ]);
  });

  test("the name itself is not near itself, and the limit holds", () => {
    expect(nearest("flib", ["flib", "flab", "flob", "flub"], 2)).toEqual(["flab", "flob"]);
  });

  test("law: a name with one slip is found among many, wherever it stands", () => {
    const word = fc.string({ unit: fc.constantFrom(..."abcdefghij-_".split("")), minLength: 5, maxLength: 20 });
    const slip = fc.record({ at: fc.nat(), kind: fc.constantFrom("drop", "swap", "wrong", "extra") });
    fc.assert(
      fc.property(word, slip, fc.array(word, { maxLength: 30 }), (name, { at, kind }, others) => {
        const i = at % (name.length - 1);
        const [a, b] = [name[i], name[i + 1]];
        const middle = { drop: `${b}`, swap: `${b}${a}`, wrong: `z${b}`, extra: `${a}z${b}` }[kind];
        const written = `${name.slice(0, i)}${middle}${name.slice(i + 2)}`;
        fc.pre(written !== name && /[a-j].*[a-j].*[a-j]/.test(written));
        const names = new Set([...others, name]);
        expect(nearest(written, names, names.size)).toContain(name);
      }),
    );
  });
});
