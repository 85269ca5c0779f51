import { describe, expect, it, test } from "vitest";
import { formatVersionSet } from "../version/range.ts";
import { parseVersion } from "../version/version.ts";
import { setHas } from "../version/version-set.ts";
import {
  type DependencyKind,
  isDemand,
  isUnreadable,
  MAX_DEPENDENCY_LENGTH,
  ordersLoading,
  parseDependency,
} from "./dependency.ts";

type Reading = [
  number: string,
  input: string,
  kind: DependencyKind,
  name: string,
  constraint?: string | undefined,
  oddity?: string,
];

/** Strings that can be read. Source: docs/factorio.md, 8.1. */
const READABLE: readonly Reading[] = [
  ["1", "base", "required", "base"],
  ["2", "base >= 1.1.0", "required", "base", ">= 1.1.0"],
  ["3", "base>=1.1", "required", "base", ">= 1.1"],
  ["4", "?foo", "optional", "foo"],
  ["5", "? foo", "optional", "foo"],
  ["6", "(?) foo", "hidden", "foo"],
  ["7", "(?)foo>=0.2.4", "hidden", "foo", ">= 0.2.4"],
  ["8", "! foo", "incompatible", "foo"],
  ["9", "!Raven", "incompatible", "Raven"],
  ["10", "! foo >= 0.0.1", "incompatible", "foo"],
  ["11", "! foo < 1.0.0", "incompatible", "foo"],
  ["12", "~ foo >= 1.2.0", "unordered", "foo", ">= 1.2.0"],
  ["13", "~foo", "unordered", "foo"],
  ["14", "+ foo", "recommended", "foo"],
  ["15", "+foo", "recommended", "foo"],
  ["16", "+ quality >= 2.1.0", "recommended", "quality", ">= 2.1.0"],
  ["17", "foo = 1.0.0", "required", "foo", "= 1.0.0"],
  ["18", "foo == 1.0.0", "required", "foo", "= 1.0.0", '"=="'],
  ["19", "foo => 1.0.0", "required", "foo", ">= 1.0.0", '"=>"'],
  ["20", "foo =< 1.0.0", "required", "foo", "<= 1.0.0", '"=<"'],
  ["21", "foo >1.0.0", "required", "foo", "> 1.0.0"],
  ["22", "foo> 1.0.0", "required", "foo", "> 1.0.0"],
  ["23", "foo   >=   1.2.3", "required", "foo", ">= 1.2.3"],
  ["24", "  foo  ", "required", "foo"],
  ["25", "?   my mod  ", "optional", "my mod"],
  ["26", "Flow Control >= 2.1.1", "required", "Flow Control", ">= 2.1.1"],
  ["27", "? Squeak Through", "optional", "Squeak Through"],
  ["28", "(?) Power Armor MK3", "hidden", "Power Armor MK3"],
  ["29", "? bobenemies>=0.13.1", "optional", "bobenemies", ">= 0.13.1"],
  ["30", "? Krastorio2 >=0.1.0", "optional", "Krastorio2", ">= 0.1.0"],
  ["31", "foo_bar-baz <= 0.0.11", "required", "foo_bar-baz", "<= 0.0.11"],
  ["32", "foo<1.0.5", "required", "foo", "< 1.0.5"],
  ["33", "foo 1.2.3", "required", "foo 1.2.3", undefined, "part of the name"],
  ["38", "foo >= 1.2.3.4", "required", "foo", ">= 1.2.3.4", "first three numbers"],
  ["39", "foo >= 01.002.0003", "required", "foo", ">= 01.002.0003"],
  ["40", "foo >= 2019.11.20", "required", "foo", ">= 2019.11.20"],
  ["50", "foo\t>=\t1.0.0", "required", "foo", ">= 1.0.0", "tabs"],
  ["51", "foo >= 1.2.", "required", "foo", ">= 1.2.", "first three numbers"],
  ["52a", "base >= 2.0", "required", "base", ">= 2.0"],
  ["52b", "base < 2.1", "required", "base", "< 2.1"],
];

/** Strings that cannot be read, with the kind that the prefix shows and a part of the fault. */
const UNREADABLE: readonly [number: string, input: string, kind: DependencyKind, fault: string][] = [
  ["34", "foo >=", "required", "no version follows"],
  ["35", "foo >= x", "required", '"x" is not a version'],
  ["36", "foo >= v1.0.0", "required", '"v1.0.0" is not a version'],
  ["37", "foo >= 1", "required", "two or three numbers"],
  ["41", "foo >= 65536.0.0", "required", "at most 65535"],
  ["42", "", "required", "empty"],
  ["43", " ", "required", "empty"],
  ["44a", "?", "optional", "names no mod"],
  ["44b", "!", "incompatible", "names no mod"],
  ["44c", "(?)", "hidden", "names no mod"],
  ["44d", "+", "recommended", "names no mod"],
  ["45", "? ? foo", "optional", "not a mod name"],
  ["46", "~ ! foo", "unordered", "names no mod"],
  ["47", "& foo = 1.2.3", "required", "not a mod name"],
  ["48", "foo >= 1.0 < 2.0", "required", "more than one comparison"],
  ["49", "foo != 1.0.0", "required", '"!=" is not an operator'],
];

describe("dependency strings that can be read (docs/factorio.md, 8.1)", () => {
  test.each(READABLE)("row %s: %j", (_row, input, kind, name, constraint, oddity) => {
    const read = parseDependency(input);
    if (isUnreadable(read)) throw new Error(read.fault);
    expect({ kind: read.kind, name: read.name, text: read.text }).toEqual({ kind, name, text: input.trim() });
    const said = read.constraint && `${read.constraint.operator} ${read.constraint.version.text}`;
    expect(said).toBe(constraint);
    if (oddity === undefined) expect(read.oddity).toBeUndefined();
    else expect(read.oddity).toContain(oddity);
  });

  it.each([
    ["foo >= 1.2.3.4", ">= 1.2.3"],
    ["foo >= 1.2.", ">= 1.2.0"],
    ["foo >= 01.002.0003", ">= 1.2.3"],
    ["foo == 1.0.0", "1.0.0"],
    ["foo =< 1.0", "<= 1.0.0"],
    ["foo < 1.1", "< 1.1.0"],
    ["! foo >= 9.0", "*"],
    ["foo", "*"],
  ])("%j allows %s", (input, versions) => {
    const read = parseDependency(input);
    if (isUnreadable(read)) throw new Error(read.fault);
    expect(formatVersionSet(read.versions)).toBe(versions);
  });

  it("holds both of two entries for one mod (row 52)", () => {
    const sets = ["base >= 2.0", "base < 2.1"]
      .map(parseDependency)
      .map((read) => (isUnreadable(read) ? [] : read.versions));
    const fits = (version: string) => sets.every((set) => setHas(set, parseVersion(version)?.packed ?? -1));
    expect([fits("1.1.110"), fits("2.0.77"), fits("2.1.0")]).toEqual([false, true, false]);
  });
});

describe("dependency strings that cannot be read (docs/factorio.md, 8.1)", () => {
  test.each(UNREADABLE)("row %s: %j", (_row, input, kind, fault) => {
    const read = parseDependency(input);
    if (!isUnreadable(read)) throw new Error(`read as ${read.kind} ${read.name}`);
    expect(read.kind).toBe(kind);
    expect(read.fault).toContain(fault);
  });

  it("refuses more than 1,000 characters, and keeps the kind of the prefix", () => {
    const long = `? ${"x".repeat(MAX_DEPENDENCY_LENGTH)}`;
    const read = parseDependency(long);
    expect(isUnreadable(read) && read.kind).toBe("optional");
    expect(read.text.length).toBeLessThan(100);
    expect(isUnreadable(parseDependency("x".repeat(MAX_DEPENDENCY_LENGTH)))).toBe(false);
  });

  it("reads odd names as nothing but names", () => {
    for (const name of ["__proto__", "constructor", "toString", "1.2", "a.b", "-"]) {
      expect(parseDependency(name)).toMatchObject({ kind: "required", name });
      expect(parseDependency(`! ${name} >= 1.0`)).toMatchObject({ kind: "incompatible", name });
    }
    for (const name of ["naïve", "a/b", "../a", "a\\b", "a\nb", "a\u0000b", "rich[color]"]) {
      expect(isUnreadable(parseDependency(name)), name).toBe(true);
    }
  });
});

describe("kinds", () => {
  it("demand presence, order loading", () => {
    const kinds: DependencyKind[] = ["required", "unordered", "optional", "hidden", "recommended", "incompatible"];
    expect(kinds.filter(isDemand)).toEqual(["required", "unordered"]);
    expect(kinds.filter(ordersLoading)).toEqual(["required", "optional", "hidden", "recommended"]);
  });
});
